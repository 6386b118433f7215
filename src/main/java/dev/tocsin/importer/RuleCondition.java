package dev.tocsin.importer;

import java.util.List;

/**
 * What a rule asks of an event, in Tocsin's terms. A question about a value that the event does not
 * have is answered with no.
 */
public sealed interface RuleCondition {

  /** The same for every event. */
  record Always(boolean value) implements RuleCondition {}

  /** All of them hold. */
  record AllOf(List<RuleCondition> parts) implements RuleCondition {
    public AllOf {
      parts = List.copyOf(parts);
    }
  }

  /** One of them holds. */
  record AnyOf(List<RuleCondition> parts) implements RuleCondition {
    public AnyOf {
      parts = List.copyOf(parts);
    }
  }

  /** It does not hold. */
  record NotSo(RuleCondition part) implements RuleCondition {}

  /** A text compared with a constant. */
  record TextIs(TextField field, Relation relation, String text, boolean ignoreCase)
      implements RuleCondition {}

  /** RE2, searched in the text. */
  record TextMatches(TextField field, String regex) implements RuleCondition {}

  /** A text compared with another field's. */
  record SameText(TextField field, Relation relation, TextField other, boolean ignoreCase)
      implements RuleCondition {}

  /** The text is there and is an address of the network. */
  record InNetwork(TextField field, String network) implements RuleCondition {}

  /**
   * A number compared with a constant.
   *
   * @param operator of CEL: {@code ==, !=, <, <=, >, >=}
   */
  record NumberIs(NumberField field, String operator, String number) implements RuleCondition {}

  /** Something that is true or false of every event, in CEL: {@code container.privileged}. */
  record Holds(String expression) implements RuleCondition {}

  /**
   * One element of a list meets a condition.
   *
   * @param list in CEL
   * @param element the name that the condition's fields have for it
   */
  record SomeOf(String list, String element, RuleCondition condition) implements RuleCondition {}

  /** How texts are compared. */
  enum Relation {
    EQUALS,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS
  }

  /**
   * A text of the event; {@code ""} where it is absent.
   *
   * @param expression in CEL
   */
  record TextField(String expression) {}

  /**
   * A number of the event; 0 where it is absent.
   *
   * @param expression in CEL
   * @param present in CEL, whether the event has it; empty when it always has
   */
  record NumberField(String expression, String present) {}

  RuleCondition TRUE = new Always(true);
  RuleCondition FALSE = new Always(false);

  static RuleCondition all(List<RuleCondition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new AllOf(parts);
  }

  static RuleCondition all(RuleCondition... parts) {
    return all(List.of(parts));
  }

  static RuleCondition any(List<RuleCondition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new AnyOf(parts);
  }

  static RuleCondition any(RuleCondition... parts) {
    return any(List.of(parts));
  }

  static RuleCondition not(RuleCondition part) {
    return new NotSo(part);
  }
}
