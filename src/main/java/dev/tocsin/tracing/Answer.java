package dev.tocsin.tracing;

/** Whether something is so, as far as it can be known. */
enum Answer {
  NO,
  UNKNOWN,
  YES;

  static Answer of(boolean known) {
    return known ? YES : NO;
  }

  Answer or(Answer other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Answer and(Answer other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Answer not() {
    return switch (this) {
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
      case YES -> NO;
    };
  }
}
