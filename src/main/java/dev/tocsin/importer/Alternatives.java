package dev.tocsin.importer;

import dev.tocsin.importer.RuleCondition.AnyOf;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes alternatives that ask the same of one field as one question. */
final class Alternatives {
  /** So many texts are asked for by one function, in one pass, instead of one by one. */
  private static final int MANY = 32;

  private Alternatives() {}

  /** Many texts of one field become one question, equal ones one {@code in}. */
  static List<RuleCondition> grouped(AnyOf any) {
    Map<Shared, List<String>> shared = new LinkedHashMap<>();
    for (RuleCondition each : any.parts()) {
      if (each instanceof TextIs is && isListed(is)) {
        shared.computeIfAbsent(Shared.of(is), key -> new ArrayList<>()).add(CelWriter.lowered(is));
      }
    }
    shared.values().removeIf(texts -> texts.size() < MANY);
    List<RuleCondition> parts =
        new ArrayList<>(
            any.parts().stream()
                .filter(
                    each ->
                        !(each instanceof TextIs is
                            && isListed(is)
                            && shared.containsKey(Shared.of(is))))
                .toList());
    shared.forEach((key, texts) -> parts.add(key.any(texts)));
    return withEqual(parts);
  }

  private static boolean isListed(TextIs is) {
    return is.relation() != Relation.EQUALS
        && CelWriter.isPlain(is)
        && !CelWriter.acceptsNothing(is);
  }

  /** What many texts are asked of in the same way. */
  private record Shared(TextField field, Relation relation, boolean ignoreCase) {
    static Shared of(TextIs is) {
      return new Shared(is.field(), is.relation(), is.ignoreCase());
    }

    RuleCondition any(List<String> texts) {
      String function =
          switch (relation) {
            case EQUALS -> throw new IllegalArgumentException("equal texts are written with in");
            case STARTS_WITH -> "startsWithAny";
            case ENDS_WITH -> "endsWithAny";
            case CONTAINS -> "containsAny";
          };
      return new Holds(
          field.expression()
              + "."
              + function
              + "(["
              + String.join(", ", texts.stream().map(CelWriter::literal).toList())
              + "]"
              + (ignoreCase ? ", true)" : ")"));
    }
  }

  private static List<RuleCondition> withEqual(List<RuleCondition> all) {
    Map<String, List<String>> equal = new LinkedHashMap<>();
    List<RuleCondition> parts = new ArrayList<>();
    for (RuleCondition each : all) {
      if (each instanceof TextIs is && is.relation() == Relation.EQUALS && CelWriter.isPlain(is)) {
        equal
            .computeIfAbsent(CelWriter.subject(is), key -> new ArrayList<>())
            .add(CelWriter.lowered(is));
      } else {
        parts.add(each);
      }
    }
    List<RuleCondition> grouped = new ArrayList<>();
    equal.forEach(
        (field, texts) ->
            grouped.add(
                new Holds(
                    texts.size() == 1
                        ? field + " == " + CelWriter.literal(texts.getFirst())
                        : field
                            + " in ["
                            + String.join(", ", texts.stream().map(CelWriter::literal).toList())
                            + "]")));
    grouped.addAll(parts);
    return grouped;
  }
}
