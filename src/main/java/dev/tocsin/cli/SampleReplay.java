package dev.tocsin.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.FindingSample;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import dev.tocsin.sink.SecurityAlerts;
import dev.tocsin.source.Entry;
import dev.tocsin.source.EventInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What an expression says of the findings that an alert keeps: its first, and its latest ones. */
final class SampleReplay {
  private SampleReplay() {}

  /**
   * Each program with its arguments, and whether the expression is true for it.
   *
   * @throws BadInputException when the expression does not compile
   */
  static Map<String, Boolean> of(SecurityAlert alert, String match) {
    Predicate predicate = predicate(match);
    Attribution where = SecurityAlerts.where(alert.getSpec());
    Map<String, Boolean> verdicts = new LinkedHashMap<>();
    ProcessFacts first = alert.getSpec().process();
    if (first != null) {
      verdicts.put(command(first), isTrue(predicate, first, where));
    }
    if (alert.getStatus() != null) {
      for (FindingSample sample : alert.getStatus().samples()) {
        if (sample.process() != null) {
          verdicts.put(command(sample.process()), isTrue(predicate, sample.process(), where));
        }
      }
    }
    return verdicts;
  }

  private static Predicate predicate(String match) {
    Environment.Checked checked =
        Environment.standard().check("spec.match", match, ResultType.BOOL);
    return checked
        .expression()
        .map(expression -> new ExpressionCompiler(Map.of()).predicate(expression))
        .orElseThrow(
            () ->
                new BadInputException(
                    checked.diagnostics().stream()
                        .filter(Diagnostic::isError)
                        .findFirst()
                        .map(Diagnostic::toString)
                        .orElse("spec.match: no expression")));
  }

  private static String command(ProcessFacts process) {
    return Objects.toString(process.binary(), "?")
        + (process.arguments() == null ? "" : " " + process.arguments());
  }

  private static boolean isTrue(Predicate predicate, ProcessFacts process, Attribution where) {
    EventContext context = new EventContext();
    context.enter(event(process, where), where);
    try {
      return predicate.test(context);
    } catch (EvaluationException e) {
      return false; // as in the engine: what has no value silences nothing
    }
  }

  private static Event event(ProcessFacts process, Attribution where) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("binary", process.binary()).put("arguments", process.arguments());
    facts.put("cwd", process.cwd()).put("uid", process.uid()).put("pid", process.pid());
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.putObject("process_exec").set("process", facts);
    event.put("node_name", where.node().name()).put("time", "2026-01-01T00:00:00Z");
    byte[] line = event.toString().getBytes(StandardCharsets.UTF_8);
    try (EventInput input = EventInput.of("sample", new ByteArrayInputStream(line))) {
      return switch (input.next()) {
        case Entry.Message message -> Event.of(message.message());
        case Entry.Ignored ignored -> throw new IllegalStateException(ignored.toString());
        case Entry.Defect defect -> throw new IllegalStateException(defect.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
