package dev.tocsin.importer.falco;

import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.TextField;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a field of a rule is in Tetragon's events. */
sealed interface FalcoField {

  /**
   * A text.
   *
   * @param guard in CEL, what must hold before it can be read; else empty
   * @param always whether every event of the kind has it
   */
  record OfText(TextField field, Form form, String guard, boolean always) implements FalcoField {}

  /** How the text of the event stands for the field. */
  enum Form {
    PLAIN,
    /** The kernel's name of a task, which has at most 15 characters, and here has all. */
    TASK_NAME,
    /** An image without tag and digest. */
    REPOSITORY,
    /** The folder of a path. */
    FOLDER_OF,
    /** The last part of a path. */
    FILE_OF
  }

  /**
   * A number.
   *
   * @param words what Falco writes for some numbers
   */
  record OfNumber(NumberField field, Map<String, Long> words) implements FalcoField {}

  /** True or false. */
  record OfFlag(String expression) implements FalcoField {}

  /** One of these in every event that there is. */
  record OfConstant(Set<String> values) implements FalcoField {}

  /** Texts in a list, in CEL. */
  record OfList(String expression) implements FalcoField {}

  /** Any of some. */
  record OfAny(List<FalcoField> fields) implements FalcoField {}

  /** The same field of each ancestor, the parent among them. */
  record OfAncestors(OfText parent, OfText each) implements FalcoField {}

  /** The environment: one variable, or all with an empty name. */
  record OfEnvironment(String name) implements FalcoField {}

  /** How long the process has run, in nanoseconds. */
  record OfAge() implements FalcoField {}

  /** Whether it runs in a container: the id, or {@code host}. */
  record OfContainer() implements FalcoField {}

  /** Bits of a number that Falco writes as words. */
  record OfBits(String expression, Map<String, Long> bits) implements FalcoField {}
}
