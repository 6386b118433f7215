package dev.tocsin.language.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.tocsin.command.CommandPatterns;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import org.jspecify.annotations.Nullable;

/**
 * A list of a policy, with a hash set behind {@code in}.
 *
 * <p>Why it is a {@link CelValue}: the runtime walks through a plain list each time one is read, to
 * convert what may be in it; a thousand entries would be looked at for each event.
 */
public final class HashedList extends CelValue implements List<String> {
  private static final ListType TYPE = ListType.create(SimpleType.STRING);
  private final ImmutableList<String> values;
  private final ImmutableSet<String> set;

  @SuppressWarnings("Immutable") // follows from the values
  private volatile @Nullable CommandPatterns patterns;

  public HashedList(Collection<String> values) {
    this.values = ImmutableList.copyOf(values);
    this.set = ImmutableSet.copyOf(values);
  }

  /** The values as programs with options; read when they are first asked for. */
  public CommandPatterns patterns() {
    CommandPatterns read = patterns;
    if (read == null) {
      read = CommandPatterns.of(values);
      patterns = read;
    }
    return read;
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return set.contains(value);
  }

  @Override
  public boolean containsAll(Collection<?> others) {
    return set.containsAll(others);
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return values.isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public String get(int index) {
    return values.get(index);
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public Iterator<String> iterator() {
    return values.iterator();
  }

  @Override
  public ListIterator<String> listIterator() {
    return values.listIterator();
  }

  @Override
  public ListIterator<String> listIterator(int index) {
    return values.listIterator(index);
  }

  @Override
  public List<String> subList(int from, int to) {
    return values.subList(from, to);
  }

  @Override
  public int indexOf(@Nullable Object value) {
    return values.indexOf(value);
  }

  @Override
  public int lastIndexOf(@Nullable Object value) {
    return values.lastIndexOf(value);
  }

  @Override
  public Object[] toArray() {
    return values.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return values.toArray(array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return values.equals(other);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }

  @Override
  public boolean add(String value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(int index, String value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addAll(Collection<? extends String> more) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addAll(int index, Collection<? extends String> more) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String set(int index, String value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean remove(@Nullable Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String remove(int index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }
}
