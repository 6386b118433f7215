package dev.tocsin.cli;

import dev.tocsin.event.EventKind;
import dev.tocsin.language.LanguageReference;
import dev.tocsin.language.LanguageReference.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The reference of expressions as a page of Markdown. */
final class FieldsPage {
  private static final String HEAD =
      """
      # Fields and functions of expressions

      Made from the code by `make docs`. `tocsin fields` prints the same on a terminal, `tocsin fields ProcessExec` for one kind of event.

      Expressions are CEL. A field that an event does not have reads as empty: `''`, 0, false, an empty list; `has(process.uid)` tells absent from empty. A key that a map does not have is an error: ask `'KEY' in pod.labels` first.

      | cost | what it takes to find out that an event does not meet the example |
      | --- | --- |
      | index | Nothing: the policy is not asked at all. Comparisons with constants and lists count; one such condition is enough for a match of several joined by `&&`, and the best two are used. Arguments of programs are looked through where the other one holds, or for each event when there is no other. |
      | compiled | One comparison for each event by compiled code, on the bytes as they came where that can be. What a command line does is read once for an event that gets so far. |
      | interpreter | cel-java evaluates it for each event. Put a cheaper condition before it. |

      Events of `hooks` are %s: a tracing policy makes them. Events of `processes` are all but ProcessThrottle and SecurityAlert. A ProcessConnect has a `connection`, a FileAccess a `file`; of the others some have one, by their arguments.
      """;

  private FieldsPage() {}

  /** Of these entries; of all kinds of events. */
  static String of(List<ReferenceEntry> entries) {
    StringBuilder page =
        new StringBuilder(HEAD.formatted(LanguageReference.names(LanguageReference.HOOKS)));
    page.append("\n## By kind of event\n\n| kind | variables | fields of `event` of its own |\n")
        .append("| --- | --- | --- |\n");
    for (EventKind kind : EventKind.values()) {
      if (kind != EventKind.UNKNOWN) {
        page.append(
            "| %s | %s | %s |\n"
                .formatted(kind.apiName(), variables(entries, kind), own(entries, kind)));
      }
    }
    String section = "";
    for (ReferenceEntry each : entries) {
      Entry entry = each.entry();
      if (!entry.section().equals(section)) {
        section = entry.section();
        page.append(heading(each)).append(columns(each));
      }
      page.append(
          "| `%s` | %s | %s | %s | %s | `%s` |\n"
              .formatted(
                  cell(entry.name()),
                  cell(entry.type()),
                  LanguageReference.words(entry.kinds()),
                  each.costWord(),
                  cell(entry.meaning()),
                  cell(entry.example())));
    }
    return page.toString();
  }

  private static String heading(ReferenceEntry first) {
    return first.function()
        ? "\n## " + first.entry().section() + "\n\n"
        : "\n## Fields: " + first.entry().section() + "\n\n";
  }

  private static String columns(ReferenceEntry first) {
    return "| %s | type | events | cost | meaning | example |\n| --- | --- | --- | --- | --- | --- |\n"
        .formatted(first.function() ? "function" : "field");
  }

  private static String variables(List<ReferenceEntry> entries, EventKind kind) {
    return names(
        entries.stream()
            .filter(each -> !each.function() && each.isOn(kind))
            .map(each -> each.entry().name())
            .filter(name -> name.matches("[a-z]+") && !name.equals("count"))
            .toList());
  }

  private static String own(List<ReferenceEntry> entries, EventKind kind) {
    List<String> own = new ArrayList<>();
    for (ReferenceEntry each : entries) {
      boolean some = !LanguageReference.words(each.entry().kinds()).equals("all");
      if (each.entry().name().startsWith("event.") && some && each.isOn(kind)) {
        own.add(each.entry().name().substring("event.".length()));
      }
    }
    return names(own);
  }

  private static String names(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
