package dev.tocsin.cli;

import dev.tocsin.explain.CommandExplanation;
import dev.tocsin.explain.EventExplanation;
import dev.tocsin.explain.EventOutcome;
import dev.tocsin.explain.Explanation;
import dev.tocsin.explain.Part;
import dev.tocsin.explain.PolicyExplanation;
import dev.tocsin.explain.WindowProgress;
import dev.tocsin.text.Quantity;
import dev.tocsin.text.Visible;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation for people. */
final class ExplanationText {
  private static final int MARGIN = 12;
  private static final int LONGEST_WHOLE = 100;

  private final StringBuilder text = new StringBuilder();

  private ExplanationText() {}

  /**
   * @param withEvents whether there was an input of events, empty or not
   */
  static String of(Explanation explanation, boolean withEvents) {
    ExplanationText all = new ExplanationText();
    all.policy(explanation.policy());
    if (withEvents) {
      explanation.events().forEach(all::event);
      explanation.windows().forEach(all::window);
      all.summary(explanation);
    }
    return all.text.toString();
  }

  private void policy(PolicyExplanation policy) {
    line(0, policy.policy() + ": " + policy.title());
    entry("file", policy.file());
    entry(
        "severity",
        policy.severity() + ", risk score " + policy.riskScore() + ", mode " + policy.mode());
    entry("watches", String.join(", ", policy.events()));
    if (!policy.functions().isEmpty()) {
      entry("functions", String.join(", ", policy.functions()));
    }
    entry("scope", String.join("; ", policy.scope()));
    if (!policy.match().isEmpty()) {
      entry("match", policy.match());
    }
    entry("fires", policy.fires());
    if (!policy.counted().isEmpty()) {
      line(MARGIN, policy.counted());
    }
    entry(
        "alert",
        "one for each "
            + String.join(", ", policy.alertKey())
            + "; expires "
            + policy.expireAfter()
            + " after its last finding");
    if (policy.exceptions().isEmpty()) {
      entry("exceptions", "none");
    }
    policy.exceptions().forEach(this::exception);
    if (policy.needs().isEmpty()) {
      entry("needs", "nothing but Tetragon itself");
    }
    policy.needs().forEach(this::need);
    policy.index().forEach(entry -> entry("index", entry.kind() + ": " + entry.offered()));
    policy.warnings().forEach(warning -> entry("warning", warning));
  }

  private void exception(PolicyExplanation.ExceptionRule exception) {
    entry(
        "exceptions",
        exception.source()
            + (exception.namespace().isEmpty() ? "" : " (for " + exception.namespace() + " only)")
            + (exception.expiresAt().isEmpty() ? "" : " (until " + exception.expiresAt() + ")")
            + ": "
            + exception.match());
  }

  private void need(PolicyExplanation.Need need) {
    entry(
        "needs",
        need.what()
            + (need.because().isEmpty() ? "" : ", for " + String.join(", ", need.because()))
            + (need.stated() ? "" : " (not in requires)"));
  }

  private void event(EventExplanation event) {
    text.append('\n');
    String where =
        event.pod().isEmpty() ? "outside any known pod" : event.pod() + " " + event.container();
    line(
        0,
        "event %d: %s%s, %s, node %s, %s"
            .formatted(
                event.number(),
                event.kind(),
                event.function().isEmpty() ? "" : " " + event.function(),
                event.time().isEmpty() ? "no time" : event.time(),
                event.node(),
                where.strip()));
    line(2, Visible.line(event.process()));
    command(event.command());
    line(2, verdict(event.verdict()) + ": " + event.because());
    for (EventExplanation.Step step : event.steps()) {
      line(4, step.name() + ": " + step.result());
      if (step.part() != null) {
        part(step.part(), 6);
      }
    }
  }

  private void command(CommandExplanation command) {
    program(command.program(), 4);
    listed("through", command.through(), 6);
    if (command.partly()) {
      line(6, "the shell text is too long or too deep, and was only partly read");
    }
    command.commands().forEach(each -> program(each, 6));
  }

  private void program(CommandExplanation.Program program, int indent) {
    String file =
        program.path().isEmpty() || program.path().equals(program.name())
            ? ""
            : " (" + program.path() + ")";
    line(indent, "runs " + program.name() + file + " " + program.args());
    listed("options", program.options(), indent + 2);
    listed("reads", program.reads(), indent + 2);
    listed("writes", program.writes(), indent + 2);
  }

  private void listed(String name, List<String> values, int indent) {
    if (!values.isEmpty()) {
      line(indent, name + " " + list(values));
    }
  }

  private static String verdict(EventOutcome verdict) {
    return switch (verdict) {
      case FIRES -> "FIRES";
      case COUNTED -> "COUNTS";
      case LATE -> "TOO LATE";
      case EXCEPTED -> "EXCEPTED";
      case FAILED -> "FAILS";
      case SUSPENDED -> "SUSPENDED";
      case DISABLED -> "DISABLED";
      case MATCHES_OUT_OF_SCOPE -> "OUT OF SCOPE";
      case OTHER_KIND, INVENTORY, OUT_OF_SCOPE, NO_MATCH -> "DOES NOT FIRE";
    };
  }

  /**
   * The value first, so that true and false stand below each other. What follows part by part is
   * not written out before.
   */
  private void part(Part part, int indent) {
    String result = part.result().equals("not evaluated") ? "-" : part.result();
    String written =
        part.parts().isEmpty() || part.text().length() <= LONGEST_WHOLE
            ? part.text()
            : part.text().substring(0, LONGEST_WHOLE - 1) + "…";
    line(indent, (part.label().isEmpty() ? "" : part.label() + " is ") + result + "  " + written);
    if (!part.read().isEmpty()) {
      line(
          indent + 8,
          part.read().entrySet().stream()
              .map(field -> field.getKey() + " = " + field.getValue())
              .collect(Collectors.joining(", ")));
    }
    part.parts().forEach(each -> part(each, indent + 2));
  }

  private void window(WindowProgress window) {
    text.append('\n');
    String group =
        window.group().isEmpty()
            ? "all events together"
            : window.group().entrySet().stream()
                .map(each -> each.getKey() + " = '" + Visible.line(each.getValue()) + "'")
                .collect(Collectors.joining(", "));
    line(0, "window of " + group);
    line(
        2,
        "%d of %d at once%s; %d matches from %s to %s; completed %d times"
            .formatted(
                window.most(),
                window.needed(),
                window.values().isEmpty() ? "" : " (" + list(window.values()) + ")",
                window.matches(),
                window.first(),
                window.last(),
                window.findings()));
  }

  private static String list(List<String> values) {
    return values.stream().map(Visible::line).collect(Collectors.joining(", "));
  }

  private void summary(Explanation explanation) {
    text.append('\n');
    if (explanation.otherGroups() > 0) {
      line(
          0,
          Quantity.of(explanation.otherGroups(), "more window is", "more windows are")
              + " not shown");
    }
    long events = explanation.verdicts().values().stream().mapToLong(Long::longValue).sum();
    line(
        0,
        Quantity.of(events, "event")
            + explanation.verdicts().entrySet().stream()
                .sorted(Map.Entry.<EventOutcome, Long>comparingByKey().reversed())
                .map(each -> each.getValue() + " " + each.getKey().apiName())
                .collect(Collectors.joining(", ", events == 0 ? "" : ": ", "")));
    long left = explanation.watched() - explanation.events().size();
    if (left > 0) {
      line(
          0,
          Quantity.of(left, "event of these kinds is", "events of these kinds are")
              + " not shown: others came closer to firing (--limit)");
    }
  }

  private void entry(String name, String value) {
    String[] lines = value.split("\n");
    line(0, name + " ".repeat(MARGIN - name.length()) + lines[0]);
    for (int i = 1; i < lines.length; i++) {
      line(MARGIN, lines[i]);
    }
  }

  private void line(int indent, String line) {
    text.append(" ".repeat(indent)).append(Visible.line(line).stripTrailing()).append('\n');
  }
}
