package dev.tocsin.cli;

import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.Lookup;
import java.util.stream.Collectors;

/** What goes wrong with alerts, in words. */
final class Complaints {
  private Complaints() {}

  static String of(Lookup.Missing missing) {
    String text = "no alert " + missing.key();
    return missing.nearest().isEmpty()
        ? text
        : text
            + "; did you mean "
            + missing.nearest().stream().map(AlertKey::toString).collect(Collectors.joining(", "))
            + "?";
  }
}
