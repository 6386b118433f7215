package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one object, so that all of it is said at once. */
final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  void add(String place, String message) {
    problems.add(new Problem(place, message));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> list() {
    return List.copyOf(problems);
  }

  /** The text; {@code ""} stands in where it is missing. */
  String required(String place, @Nullable String text) {
    if (text == null || text.isBlank()) {
      add(place, "is required");
      return "";
    }
    return text;
  }

  /** The constant of the same name; the other one stands in for what this version does not know. */
  <E extends Enum<E>> E translated(
      String place, @Nullable Enum<?> value, Class<E> to, E otherwise) {
    if (value == null) {
      add(place, "is required");
      return otherwise;
    }
    if (value.name().equals("UNKNOWN")) {
      add(place, "is not a value that this version knows");
      return otherwise;
    }
    return Enum.valueOf(to, value.name());
  }

  /** Reads a duration; the other one stands in when it is none. */
  Duration duration(String place, @Nullable String text, Duration otherwise) {
    if (text == null) {
      add(place, "is required");
      return otherwise;
    }
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      add(place, String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  /** Reads a time; empty when it is none. */
  Optional<Instant> time(String place, String text) {
    try {
      return Optional.of(Timestamps.parse(text));
    } catch (IllegalArgumentException e) {
      add(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
