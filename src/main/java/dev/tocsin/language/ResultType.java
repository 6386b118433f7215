package dev.tocsin.language;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Set;

/** What an expression has to give, by the place it stands in. */
public enum ResultType {
  /** True or false: a match. */
  BOOL("a bool", Set.of(CelKind.BOOL, CelKind.DYN)),
  /** Something with an obvious text: a group key, a hole of a message. */
  SCALAR(
      "a string, number, bool, time or duration",
      Set.of(
          CelKind.BOOL,
          CelKind.INT,
          CelKind.UINT,
          CelKind.DOUBLE,
          CelKind.STRING,
          CelKind.TIMESTAMP,
          CelKind.DURATION,
          CelKind.DYN)),
  /** What can be added up exactly. */
  WHOLE_NUMBER("an int or uint", Set.of(CelKind.INT, CelKind.UINT, CelKind.DYN)),
  /** Anything: a variable. */
  ANY("anything", Set.of(CelKind.values()));

  private final String wanted;
  private final Set<CelKind> kinds;

  ResultType(String wanted, Set<CelKind> kinds) {
    this.wanted = wanted;
    this.kinds = kinds;
  }

  boolean accepts(CelType type) {
    return kinds.contains(type.kind());
  }

  String wanted() {
    return wanted;
  }
}
