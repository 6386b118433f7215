package dev.tocsin.lint.logic;

import com.google.common.collect.ImmutableSet;

/**
 * A condition that is not made of others. Terms are expressions as {@link Writing} has them; the
 * same text is the same value within one event.
 */
sealed interface Atom {
  /** True or false whatever the event. */
  record Known(boolean value) implements Atom {}

  /** The term has one of the values: strings, longs or booleans. Empty: no value will do. */
  record Among(String term, ImmutableSet<Object> values) implements Atom {}

  /** The term, an integer, is at most the bound. */
  record AtMost(String term, long bound) implements Atom {}

  /** The term, a text, relates to a part of it. */
  record Part(String term, Relation relation, String part) implements Atom {}

  /** A condition of which nothing is known but its text. */
  record Opaque(String text) implements Atom {}

  /** How a text relates to a part of it. */
  enum Relation {
    STARTS_WITH("startsWith"),
    ENDS_WITH("endsWith"),
    CONTAINS("contains"),
    MATCHES("matches");

    private final String function;

    Relation(String function) {
      this.function = function;
    }

    String function() {
      return function;
    }

    /** Whether every text begins with, ends with, contains or matches a part. */
    boolean isInEveryText(String part) {
      return this == MATCHES ? EveryText.matches(part) : part.isEmpty();
    }
  }
}
