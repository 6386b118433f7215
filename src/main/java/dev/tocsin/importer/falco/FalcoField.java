package dev.tocsin.importer.falco;

import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.TextField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a field of a rule is in Tetragon's events. */
sealed interface FalcoField {

  /**
   * A text.
   *
   * @param guard in CEL, what must hold before it can be read; else empty
   * @param always whether every event of the kind has it
   */
  record OfText(TextField field, Form form, String guard, boolean always) implements FalcoField {}

  /** How the text of the event stands for the field. */
  enum Form {
    PLAIN,
    /** The kernel's name of a task, which has at most 15 characters, and here has all. */
    TASK_NAME,
    /** An image without tag and digest. */
    REPOSITORY,
    /** The folder of a path. */
    FOLDER_OF,
    /** The last part of a path. */
    FILE_OF,
    /** A program as it was typed, by its name or its path; here it is its path. */
    TYPED
  }

  /**
   * A number.
   *
   * @param words what Falco writes for some numbers
   */
  record OfNumber(NumberField field, Map<String, Long> words) implements FalcoField {}

  /** True or false. */
  record OfFlag(String expression) implements FalcoField {}

  /** One of these in every event that there is. */
  record OfConstant(Set<String> values) implements FalcoField {
    private static final String NUMBER = "-?[0-9]{1,18}";

    /** Whether one of them meets a comparison; empty for an operator that there is not. */
    Optional<Boolean> answer(String operator, String value) {
      return switch (operator) {
        case "=", "in", "intersects" -> Optional.of(values.contains(value));
        case "startswith" -> Optional.of(any(each -> each.startsWith(value)));
        case "endswith" -> Optional.of(any(each -> each.endsWith(value)));
        case "contains" -> Optional.of(any(each -> each.contains(value)));
        case "<", "<=", ">", ">=" -> isNumber(value, operator);
        default -> values.isEmpty() ? Optional.of(false) : Optional.empty();
      };
    }

    private boolean any(Predicate<String> test) {
      return values.stream().anyMatch(test);
    }

    private Optional<Boolean> isNumber(String value, String operator) {
      if (values.isEmpty()) {
        return Optional.of(false);
      }
      if (!value.matches(NUMBER)) {
        return Optional.empty();
      }
      long wanted = Long.parseLong(value);
      return Optional.of(
          values.stream()
              .filter(each -> each.matches(NUMBER))
              .mapToLong(Long::parseLong)
              .anyMatch(
                  each ->
                      switch (operator) {
                        case "<" -> each < wanted;
                        case "<=" -> each <= wanted;
                        case ">" -> each > wanted;
                        default -> each >= wanted;
                      }));
    }
  }

  /** Texts in a list, in CEL. */
  record OfList(String expression) implements FalcoField {}

  /** Any of some. */
  record OfAny(List<FalcoField> fields) implements FalcoField {}

  /** The same field of each ancestor, the parent among them. */
  record OfAncestors(OfText parent, OfText each) implements FalcoField {}

  /** The environment: one variable, or all with an empty name. */
  record OfEnvironment(String name) implements FalcoField {}

  /** How long the process has run, in nanoseconds. */
  record OfAge() implements FalcoField {}

  /** Whether it runs in a container: the id, or {@code host}. */
  record OfContainer() implements FalcoField {}

  /**
   * Of which family the addresses of a connection are.
   *
   * @param four and {@code six}: what Falco calls them
   */
  record OfFamily(String four, String six) implements FalcoField {
    Set<String> words() {
      return Set.of(four, six);
    }
  }

  /** Bits of a number that Falco writes as words. */
  record OfBits(String expression, Map<String, Long> bits) implements FalcoField {}
}
