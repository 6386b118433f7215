package dev.tocsin.engine.index;

import java.util.List;

/** A name in which {@code *} stands for any characters, or for none. */
final class NamePattern {
  private final List<String> pieces;

  NamePattern(String pattern) {
    this.pieces = List.of(pattern.split("\\*", -1));
  }

  boolean matches(String name) {
    String first = pieces.getFirst();
    String last = pieces.getLast();
    if (pieces.size() == 1) {
      return name.equals(first);
    }
    if (name.length() < first.length() + last.length()
        || !name.startsWith(first)
        || !name.endsWith(last)) {
      return false;
    }
    int at = first.length();
    int end = name.length() - last.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = name.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
