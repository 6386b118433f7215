package dev.tocsin.triage;

import java.util.Optional;

/**
 * What the API server selects by, in its own notation; what is empty selects all.
 *
 * @param labels {@code tocsin.dev/workload=web,tocsin.dev/severity in (High)}
 * @param fields {@code spec.severity=High}
 */
public record ServerSelectors(Optional<String> labels, Optional<String> fields) {
  public static final ServerSelectors NONE =
      new ServerSelectors(Optional.empty(), Optional.empty());
}
