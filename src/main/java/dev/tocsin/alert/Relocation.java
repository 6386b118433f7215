package dev.tocsin.alert;

import dev.tocsin.engine.Text;

/**
 * Why an alert is not in its own namespace, but in the system namespace: it was refused there.
 *
 * @param from the namespace that it belongs in
 * @param reason what was said, bounded
 */
public record Relocation(String from, String reason) {
  private static final int REASON = 256;

  static Relocation of(String from, String reason) {
    return new Relocation(from, Text.cut(reason, REASON));
  }
}
