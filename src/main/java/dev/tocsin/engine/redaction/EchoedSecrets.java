package dev.tocsin.engine.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code echo SECRET | docker login --password-stdin}: known only when the reader comes. */
final class EchoedSecrets {
  /** Take a secret from their standard input. */
  private static final Set<String> READERS =
      Set.of("--password-stdin", "--stdin", "--with-token", "--passphrase-fd", "chpasswd", "-S");

  private record Span(int start, int end) {}

  private final Masks masks;
  private final List<Span> echoed = new ArrayList<>();
  private boolean echoes;

  EchoedSecrets(Masks masks) {
    this.masks = masks;
  }

  /** A command ends; only a pipe carries on what it wrote. */
  void separator(String word) {
    if (!word.equals("|")) {
      echoed.clear();
    }
    echoes = false;
  }

  void take(String word, int start, int end) {
    if (word.equals("echo") || word.equals("printf")) {
      echoes = true;
      echoed.clear();
    } else if (echoes && !ProgramSecrets.isOption(word)) {
      echoed.add(new Span(start, end));
    } else if (!echoes && READERS.contains(word)) {
      echoed.forEach(each -> masks.add(each.start(), each.end()));
      echoed.clear();
    }
  }
}
