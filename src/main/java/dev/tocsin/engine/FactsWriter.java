package dev.tocsin.engine;

import dev.tocsin.engine.Facts.ConnectionFacts;
import dev.tocsin.engine.Facts.FileFacts;
import dev.tocsin.engine.Facts.ProcessFacts;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.ConnectionView;
import dev.tocsin.event.Event;
import dev.tocsin.event.FileView;
import dev.tocsin.event.ProcessView;
import java.util.ArrayList;
import java.util.List;

/** Takes the facts of an event, within bounds whatever the event and its pod hold. */
final class FactsWriter {
  /** The parent included. */
  static final int ANCESTORS = 16;

  private final Excerpts excerpts;

  FactsWriter(Excerpts excerpts) {
    this.excerpts = excerpts;
  }

  /**
   * @param timeNanos when the event happened, also where it does not say so itself
   */
  Facts facts(Event event, long timeNanos, Attribution where) {
    return new Facts(
        event.kind(),
        timeNanos,
        Excerpts.plain(event.node()),
        Excerpts.plain(event.cluster()),
        Excerpts.plain(event.function()),
        Excerpts.plain(event.tracingPolicy()),
        BoundedAttribution.of(where),
        facts(event.process()),
        ancestors(event),
        facts(event.connection()),
        facts(event.file()));
  }

  private List<ProcessFacts> ancestors(Event event) {
    List<ProcessFacts> ancestors = new ArrayList<>();
    if (event.parent().present()) {
      ancestors.add(facts(event.parent()));
    }
    event.ancestors().stream()
        .limit(ANCESTORS - ancestors.size())
        .forEach(ancestor -> ancestors.add(facts(ancestor)));
    return List.copyOf(ancestors);
  }

  private static ConnectionFacts facts(ConnectionView connection) {
    return connection.present()
        ? new ConnectionFacts(
            Excerpts.plain(connection.sourceIP()),
            connection.sourcePort(),
            Excerpts.plain(connection.destinationIP()),
            connection.destinationPort(),
            Excerpts.plain(connection.protocol()))
        : ConnectionFacts.NONE;
  }

  private static FileFacts facts(FileView file) {
    return file.present()
        ? new FileFacts(
            Excerpts.plain(file.path()),
            Excerpts.plain(file.flags()),
            Excerpts.plain(file.permission()))
        : FileFacts.NONE;
  }

  private ProcessFacts facts(ProcessView process) {
    return new ProcessFacts(
        Excerpts.plain(process.execId()),
        process.pid(),
        process.uid(),
        Excerpts.plain(process.userName()),
        Excerpts.plain(process.binary()),
        Excerpts.plain(process.name()),
        excerpts.arguments(process.arguments(), process.binary()),
        Excerpts.plain(process.cwd()),
        process.startTimeNanos());
  }
}
