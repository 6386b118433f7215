package dev.tocsin.language;

import dev.tocsin.event.EventKind;
import java.util.Set;

/**
 * Documentation of a field.
 *
 * @param meaning one sentence
 * @param example a condition in which {@code {}} stands for the field
 * @param kinds the events that can have it, where its object is there
 */
record FieldNote(String meaning, String example, Set<EventKind> kinds) {

  /** The example for the field where it is read by this path. */
  String example(String path) {
    return example.replace("{}", path);
  }
}
