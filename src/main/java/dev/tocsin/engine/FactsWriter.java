package dev.tocsin.engine;

import dev.tocsin.engine.Facts.ConnectionSnapshot;
import dev.tocsin.engine.Facts.FileSnapshot;
import dev.tocsin.engine.Facts.ProcessSnapshot;
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
    return Facts.builder(event.kind(), timeNanos, BoundedAttribution.of(where))
        .node(Excerpts.plain(event.node()))
        .cluster(Excerpts.plain(event.cluster()))
        .function(Excerpts.plain(event.function()))
        .tracingPolicy(Excerpts.plain(event.tracingPolicy()))
        .process(facts(event.process()))
        .ancestors(ancestors(event))
        .connection(facts(event.connection()))
        .file(facts(event.file()))
        .build();
  }

  private List<ProcessSnapshot> ancestors(Event event) {
    List<ProcessSnapshot> ancestors = new ArrayList<>();
    if (event.parent().present()) {
      ancestors.add(facts(event.parent()));
    }
    event.ancestors().stream()
        .limit(ANCESTORS - ancestors.size())
        .forEach(ancestor -> ancestors.add(facts(ancestor)));
    return List.copyOf(ancestors);
  }

  private static ConnectionSnapshot facts(ConnectionView connection) {
    return connection.present()
        ? new ConnectionSnapshot(
            Excerpts.plain(connection.sourceIP()),
            connection.sourcePort(),
            Excerpts.plain(connection.destinationIP()),
            connection.destinationPort(),
            Excerpts.plain(connection.protocol()))
        : ConnectionSnapshot.NONE;
  }

  private static FileSnapshot facts(FileView file) {
    return file.present()
        ? new FileSnapshot(
            Excerpts.plain(file.path()),
            Excerpts.plain(file.flags()),
            Excerpts.plain(file.permission()))
        : FileSnapshot.NONE;
  }

  private ProcessSnapshot facts(ProcessView process) {
    return ProcessSnapshot.builder()
        .name(Excerpts.plain(process.name()))
        .binary(Excerpts.plain(process.binary()))
        .arguments(excerpts.arguments(process.arguments(), process.binary()))
        .cwd(Excerpts.plain(process.cwd()))
        .uid(process.uid())
        .user(Excerpts.plain(process.userName()))
        .pid(process.pid())
        .execId(Excerpts.plain(process.execId()))
        .startTimeNanos(process.startTimeNanos())
        .build();
  }
}
