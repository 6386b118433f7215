package dev.tocsin.engine.index;

import com.google.common.base.Ascii;
import dev.tocsin.command.ProgramNames;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.LiteralTable;
import dev.tocsin.event.LiteralTable.Literal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold of an event for an expression to come out any other way than one that is known
 * already: at least one field has the value that stands beside it.
 *
 * @param always nothing is known: any event may do
 * @param keys no event does when there are none
 */
public record IndexCondition(boolean always, Set<Key> keys) {
  public static final IndexCondition ALWAYS = new IndexCondition(true, Set.of());
  public static final IndexCondition NEVER = new IndexCondition(false, Set.of());

  /** More texts than these for one policy are not looked for. */
  private static final int MOST_SEARCHED = 64;

  /** From the reach of one field to that of the next. */
  private static final int STEP = 64;

  /** How a field has a value. */
  public enum Relation {
    IS,
    /** So it is in small letters of ASCII. */
    IS_IN_ANY_CASE,
    /** The value stands somewhere in it. */
    HAS,
    /** It may, where the case of letters does not matter: see {@link Literal}. */
    HAS_IN_ANY_CASE
  }

  /** A field and a value that it must have. */
  public record Key(IndexedField field, Relation relation, String value) {
    public Key {
      if (relation == Relation.HAS_IN_ANY_CASE) {
        value = Ascii.toLowerCase(value); // one key, however it is written
      }
    }

    private boolean holds(Event event) {
      EncodedText text = new EncodedText();
      int count = field.count(event, text);
      for (int index = 0; index < count; index++) {
        field.read(event, index, text);
        if (holds(text)) {
          return true;
        }
      }
      return false;
    }

    private boolean holds(EncodedText text) {
      return switch (relation) {
        case IS -> text.is(value.getBytes(StandardCharsets.UTF_8));
        case IS_IN_ANY_CASE -> {
          EncodedText small = new EncodedText();
          small.lowerCaseOf(text);
          yield small.is(value.getBytes(StandardCharsets.UTF_8));
        }
        case HAS, HAS_IN_ANY_CASE -> new LiteralTable(List.of(literal())).finds(text);
      };
    }

    /** Whether the value is the whole text of the field. */
    boolean isWhole() {
      return relation == Relation.IS || relation == Relation.IS_IN_ANY_CASE;
    }

    Literal literal() {
      return new Literal(value, relation == Relation.HAS_IN_ANY_CASE);
    }

    /**
     * A text that is looked for is wider than a name, and narrower than a folder, the more so the
     * longer it is; as wide as a folder is the name of a shell, which most events of a pod may
     * have.
     */
    private int reach() {
      int folder = IndexedField.PROCESS_FOLDER.ordinal() * STEP;
      return !isWhole()
          ? folder - Math.min(value.length(), STEP - 1)
          : field.isName() && ProgramNames.READ_SHELLS.contains(value)
              ? folder
              : field.ordinal() * STEP;
    }
  }

  public IndexCondition {
    keys = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
  }

  /** The field has one of the values. */
  public static IndexCondition of(IndexedField field, Collection<String> values) {
    return of(field, Relation.IS, values);
  }

  /** The field, in small letters of ASCII, has one of the values. */
  public static IndexCondition ofSmallLetters(IndexedField field, Collection<String> values) {
    return of(field, Relation.IS_IN_ANY_CASE, values);
  }

  private static IndexCondition of(
      IndexedField field, Relation relation, Collection<String> values) {
    Set<Key> keys = new LinkedHashSet<>();
    for (String value : values) {
      if (!isExact(value)) {
        return ALWAYS;
      }
      keys.add(new Key(field, relation, value));
    }
    return new IndexCondition(false, keys);
  }

  /** One of the texts stands somewhere in the field. */
  public static IndexCondition searching(
      IndexedField field, Collection<String> texts, boolean ignoreCase) {
    if (texts.size() > MOST_SEARCHED) {
      return ALWAYS;
    }
    Set<Key> keys = new LinkedHashSet<>();
    for (String text : texts) {
      if (!isExact(text) || text.length() < LiteralTable.SHORTEST) {
        return ALWAYS;
      }
      keys.add(new Key(field, ignoreCase ? Relation.HAS_IN_ANY_CASE : Relation.HAS, text));
    }
    return new IndexCondition(false, keys);
  }

  /**
   * Whether only its own bytes read as it. Bytes that are no UTF-8 read as U+FFFD: of a text with
   * that character nobody knows which bytes it was.
   */
  private static boolean isExact(String value) {
    return value.indexOf('\uFFFD') < 0
        && new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(value);
  }

  /** One of the two is met. */
  public IndexCondition or(IndexCondition other) {
    if (always || other.always) {
      return ALWAYS;
    }
    Set<Key> both = new LinkedHashSet<>(keys);
    both.addAll(other.keys);
    return new IndexCondition(false, both);
  }

  /**
   * Both must be met: the one that fewer events meet stands for the two. Of two as wide, that is
   * the one with fewer values.
   */
  public IndexCondition and(IndexCondition other) {
    int reach = Integer.compare(reach(), other.reach());
    return reach < 0 || (reach == 0 && keys.size() <= other.keys.size()) ? this : other;
  }

  /** How far it reaches: more is more events. */
  private int reach() {
    return always ? Integer.MAX_VALUE : keys.stream().mapToInt(Key::reach).max().orElse(-1);
  }

  /** Whether the event meets it. What the index finds in its tables, key by key. */
  public boolean isMetBy(Event event) {
    return always || keys.stream().anyMatch(key -> key.holds(event));
  }
}
