package dev.tocsin.engine.index;

import com.google.common.base.Ascii;
import dev.tocsin.command.ProgramNames;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.LiteralTable;
import dev.tocsin.event.LiteralTable.Literal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold of an event for an expression to come out any other way than one that is known
 * already.
 *
 * @param clauses all must be met, and those come first that cost less to look up; any event may do
 *     when there are none
 */
public record IndexCondition(List<IndexClause> clauses) {
  /** More are not looked up: what two leave is little. */
  static final int MOST_CLAUSES = 2;

  public static final IndexCondition ALWAYS = new IndexCondition(List.of());
  public static final IndexCondition NEVER = of(Set.of());

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

    boolean holds(Event event) {
      EncodedText text = new EncodedText();
      int count = field.count(event, text);
      if (count == IndexedField.TOO_LONG) {
        return true;
      }
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

    /** What looking it up takes: less is less. */
    int cost() {
      return isWhole() ? 0 : field == IndexedField.COMMAND_ARGUMENTS ? 2 : 1;
    }

    /** Whether the value is the whole text of the field. */
    private boolean isWhole() {
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
    int reach() {
      int folder = IndexedField.PROCESS_FOLDER.ordinal() * STEP;
      return !isWhole()
          ? folder - Math.min(value.length(), STEP - 1)
          : field.isName() && ProgramNames.READ_SHELLS.contains(value)
              ? folder
              : field.ordinal() * STEP;
    }
  }

  public IndexCondition {
    clauses = List.copyOf(clauses);
  }

  private static IndexCondition of(Set<Key> keys) {
    return new IndexCondition(List.of(new IndexClause(keys)));
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
    return of(keys);
  }

  /** One of the texts stands somewhere in the field. */
  public static IndexCondition searching(
      IndexedField field, Collection<String> texts, boolean ignoreCase) {
    if (texts.size() > MOST_SEARCHED) {
      return ALWAYS;
    }
    Set<Key> keys = new LinkedHashSet<>();
    for (String each : texts) {
      String text = field.searched(each);
      if (!isExact(text) || text.length() < LiteralTable.SHORTEST) {
        return ALWAYS;
      }
      keys.add(new Key(field, ignoreCase ? Relation.HAS_IN_ANY_CASE : Relation.HAS, text));
    }
    return of(keys);
  }

  /**
   * Whether only its own bytes read as it. Bytes that are no UTF-8 read as U+FFFD: of a text with
   * that character nobody knows which bytes it was.
   */
  private static boolean isExact(String value) {
    return value.indexOf('\uFFFD') < 0
        && new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(value);
  }

  /** Nothing is known: any event may do. */
  public boolean always() {
    return clauses.isEmpty();
  }

  /** No event does. */
  public boolean never() {
    return equals(NEVER);
  }

  /**
   * One of the two is met. Of all that follows from it, that is only the pairs of clauses in the
   * same place, which are mostly names with names, and texts that are searched with such texts;
   * where one has no second clause, its first is taken again.
   */
  public IndexCondition or(IndexCondition other) {
    if (never() || other.always()) {
      return other;
    }
    if (other.never() || always()) {
      return this;
    }
    List<IndexClause> either = new ArrayList<>();
    for (int i = 0; i < Math.max(clauses.size(), other.clauses.size()); i++) {
      either.add(clauseOrLast(i).or(other.clauseOrLast(i)));
    }
    return narrowest(either);
  }

  private IndexClause clauseOrLast(int place) {
    return clauses.get(Math.min(place, clauses.size() - 1));
  }

  /** Both are met. */
  public IndexCondition and(IndexCondition other) {
    List<IndexClause> both = new ArrayList<>(clauses);
    both.addAll(other.clauses);
    return narrowest(both);
  }

  /**
   * The one that costs least to look up, and of the others one that is searched, if there is one.
   */
  private static IndexCondition narrowest(List<IndexClause> clauses) {
    List<IndexClause> left = new ArrayList<>(clauses);
    left.sort(IndexClause.CHEAPEST_FIRST);
    List<IndexClause> kept = new ArrayList<>();
    while (!left.isEmpty() && kept.size() < MOST_CLAUSES) {
      IndexClause next = left.removeFirst();
      kept.add(next);
      left.removeIf(each -> each.follows(next));
      left.sort(IndexClause.SEARCHED_FIRST);
    }
    return new IndexCondition(kept);
  }

  /** Whether the event has something that is too long to be looked through, and so meets any. */
  public boolean isTooLong(Event event) {
    EncodedText text = new EncodedText();
    return clauses.stream()
        .flatMap(clause -> clause.keys().stream())
        .anyMatch(key -> key.field().count(event, text) == IndexedField.TOO_LONG);
  }

  /** Whether the event meets it. What the index finds in its tables, key by key. */
  public boolean isMetBy(Event event) {
    return unmetBy(event).isEmpty();
  }

  /** The clauses that the event does not meet. */
  public List<IndexClause> unmetBy(Event event) {
    return clauses.stream().filter(clause -> !clause.isMetBy(event)).toList();
  }
}
