package dev.tocsin.engine;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tocsin.engine.Facts.ConnectionFacts;
import dev.tocsin.engine.Facts.FileFacts;
import dev.tocsin.engine.Facts.ProcessFacts;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledWindow;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.ConnectionView;
import dev.tocsin.event.Event;
import dev.tocsin.event.FileView;
import dev.tocsin.event.ProcessView;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes findings: identity, group, message and facts, with secrets taken out. */
final class FindingWriter {
  private final Redaction redaction;

  FindingWriter(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * @param timeNanos when the event happened, also where it does not say so itself
   * @param count what led to the finding, for {@code {{count}}}
   */
  Finding write(CompiledPolicy compiled, EventContext context, long timeNanos, long count)
      throws EvaluationException {
    Map<String, String> group = redacted(compiled.alertGroup().of(context));
    context.count(count);
    String message = redaction.apply(compiled.message().render(context));
    Event event = context.event();
    return new Finding(
        id(compiled.policy().id(), event, group),
        compiled.policy(),
        group,
        message,
        facts(event, timeNanos, context.where()));
  }

  /**
   * @param windowGroup the values of the window's groupBy
   * @param values what the event counts as
   */
  Match match(
      CompiledPolicy compiled,
      CompiledWindow window,
      EventContext context,
      long timeNanos,
      List<String> windowGroup,
      List<String> values)
      throws EvaluationException {
    return new Match(
        write(compiled, context, timeNanos, window.window().enough()),
        windowGroup.stream().map(this::distinct).toList(),
        window.window().type() == Policy.Window.Type.VALUE_COUNT
            ? values.stream().map(this::distinct).toList()
            : values);
  }

  private String distinct(String value) {
    String redacted = redaction.apply(value);
    return redacted.equals(value)
        ? value
        : redacted
            + "#"
            + Hashing.sha256()
                .hashString(value, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
  }

  private Map<String, String> redacted(Map<String, String> group) {
    Map<String, String> redacted = new LinkedHashMap<>(group);
    redacted.replaceAll((expression, value) -> redaction.apply(value));
    return Collections.unmodifiableMap(redacted);
  }

  private static String id(PolicyId policy, Event event, Map<String, String> group) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, policy.namespace(), policy.name(), policy.uid());
    hasher.putLong(policy.generation());
    ProcessView process = event.process();
    put(hasher, event.node(), event.kind().apiName(), event.function(), process.execId());
    hasher.putLong(event.timeNanos()).putLong(process.pid());
    if (event.alert().present()) {
      put(hasher, event.alert().name());
    }
    if (event.timeNanos() == 0) {
      hasher.putBytes(event.bytes()); // nothing else tells two events of one process apart
    }
    group.forEach((expression, value) -> put(hasher, expression, value));
    return hasher.hash().toString().substring(0, 32);
  }

  private static void put(Hasher hasher, String... texts) {
    for (String text : texts) {
      hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }
  }

  private Facts facts(Event event, long timeNanos, Attribution where) {
    List<ProcessFacts> ancestors = new ArrayList<>();
    if (event.parent().present()) {
      ancestors.add(facts(event.parent()));
    }
    event.ancestors().forEach(ancestor -> ancestors.add(facts(ancestor)));
    return new Facts(
        event.kind(),
        timeNanos,
        event.node(),
        event.cluster(),
        event.function(),
        event.tracingPolicy(),
        where,
        facts(event.process()),
        List.copyOf(ancestors),
        facts(event.connection()),
        facts(event.file()));
  }

  private static ConnectionFacts facts(ConnectionView connection) {
    return connection.present()
        ? new ConnectionFacts(
            connection.sourceIP(),
            connection.sourcePort(),
            connection.destinationIP(),
            connection.destinationPort(),
            connection.protocol())
        : ConnectionFacts.NONE;
  }

  private static FileFacts facts(FileView file) {
    return file.present()
        ? new FileFacts(file.path(), file.flags(), file.permission())
        : FileFacts.NONE;
  }

  private ProcessFacts facts(ProcessView process) {
    return new ProcessFacts(
        process.execId(),
        process.pid(),
        process.uid(),
        process.userName(),
        process.binary(),
        process.name(),
        redaction.apply(process.arguments()),
        process.cwd(),
        process.startTimeNanos());
  }
}
