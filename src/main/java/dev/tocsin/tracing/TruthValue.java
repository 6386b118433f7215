package dev.tocsin.tracing;

/** Whether something is so, as far as it can be known. */
enum TruthValue {
  NO,
  UNKNOWN,
  YES;

  static TruthValue of(boolean known) {
    return known ? YES : NO;
  }

  TruthValue or(TruthValue other) {
    return compareTo(other) >= 0 ? this : other;
  }

  TruthValue and(TruthValue other) {
    return compareTo(other) <= 0 ? this : other;
  }

  TruthValue not() {
    return switch (this) {
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
      case YES -> NO;
    };
  }
}
