package dev.tocsin.cli;

import dev.tocsin.engine.compile.ConditionCost;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.LanguageReference;
import dev.tocsin.language.LanguageReference.Entry;
import dev.tocsin.language.ResultType;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A field or function of expressions, with what it costs.
 *
 * @param function whether it is no field
 */
record ReferenceEntry(Entry entry, boolean function, ConditionCost cost) {

  /**
   * In reading order: fields, then functions.
   *
   * @param wanted which of them
   */
  static List<ReferenceEntry> all(Predicate<Entry> wanted) {
    return Stream.concat(
            LanguageReference.allFields().stream().filter(wanted).map(each -> of(each, false)),
            LanguageReference.allFunctions().stream().filter(wanted).map(each -> of(each, true)))
        .toList();
  }

  /** The example of an entry is a condition that compiles: a test holds it. */
  private static ReferenceEntry of(Entry entry, boolean function) {
    return new ReferenceEntry(
        entry,
        function,
        LanguageReference.environment()
            .check(entry.name(), entry.example(), ResultType.BOOL)
            .expression()
            .map(each -> ConditionCost.of(each, entry.kinds(), LanguageReference.LISTS))
            .orElseThrow());
  }

  boolean isOn(EventKind kind) {
    return entry.kinds().contains(kind);
  }

  /** {@code index}. */
  String costWord() {
    return cost.name().toLowerCase(Locale.ROOT);
  }
}
