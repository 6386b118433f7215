package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tocsin.language.Term;
import dev.tocsin.language.Term.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One part of an expression, as it is printed; see {@link Term}.
 *
 * @param result the value, {@code error: ...}, or {@code not evaluated}
 * @param read field to value
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Part(
    String label, String text, String result, Map<String, String> read, List<Part> parts) {

  static Part of(Term term) {
    Map<String, String> read = new LinkedHashMap<>();
    term.readings().forEach(reading -> read.put(reading.field(), result(reading.outcome())));
    return new Part(
        term.label(),
        term.text(),
        result(term.outcome()),
        read,
        term.parts().stream().map(Part::of).toList());
  }

  private static String result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value(String text) -> text;
      case Outcome.Failed(String message) -> "error: " + message;
      case Outcome.NotEvaluated() -> "not evaluated";
    };
  }
}
