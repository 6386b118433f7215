package dev.tocsin.engine.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of a text that are not to be shown. They may be added in any order, and overlap. */
public final class Masks {
  /** Stands for each part. */
  public static final String MASK = "*****";

  private final List<Part> parts = new ArrayList<>();

  private record Part(int start, int end) {}

  /** From {@code start}, up to and without {@code end}; nothing where that is no character. */
  public void add(int start, int end) {
    if (start < end) {
      parts.add(new Part(start, end));
    }
  }

  /** The parts of the text that are not to be shown. */
  public List<String> hidden(String text) {
    return parts.stream().map(part -> text.substring(part.start(), part.end())).toList();
  }

  /** The first {@code length} characters of the text, with masks. */
  public String apply(String text, int length) {
    if (parts.isEmpty()) {
      return text.substring(0, length);
    }
    parts.sort(Comparator.comparingInt(Part::start));
    StringBuilder masked = new StringBuilder(length);
    int shown = 0;
    for (Part part : parts) {
      if (part.start() >= length) {
        break;
      }
      if (part.start() >= shown) {
        masked.append(text, shown, part.start()).append(MASK);
      }
      shown = Math.max(shown, part.end());
    }
    return shown < length ? masked.append(text, shown, length).toString() : masked.toString();
  }
}
