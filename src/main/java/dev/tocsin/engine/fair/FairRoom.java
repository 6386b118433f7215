package dev.tocsin.engine.fair;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Things by key in room that is bounded in their number and in bytes. When there is too little, the
 * {@link Shares#largest largest} contributor loses its eldest: who takes little keeps all of it,
 * however many keys another one thinks of.
 *
 * <p>So that one measure shows who takes the most of either, a thing takes at least as many bytes
 * as each has when the room is full of as many as there may be.
 *
 * <p>A thing belongs to whoever put it there first. Not thread safe.
 */
public final class FairRoom<K, V> {
  private final Map<K, Place<K, V>> places;
  private final Shares<Tenant<K, V>> tenants = new Shares<>(Tenant::new);
  private final int most;
  private final long bytes;
  private final long least;
  private final boolean byUse;

  private static final class Place<K, V> {
    final K key;
    final V thing;
    final Tenant<K, V> tenant;
    long size;

    Place(K key, V thing, Tenant<K, V> tenant, long size) {
      this.key = key;
      this.thing = thing;
      this.tenant = tenant;
      this.size = size;
    }
  }

  private static final class Tenant<K, V> extends Shares.Share {
    /** The eldest first. */
    final LinkedHashSet<Place<K, V>> places = new LinkedHashSet<>();

    Tenant(Contributor contributor) {
      super(contributor);
    }
  }

  private FairRoom(int most, long bytes, boolean byUse) {
    if (most < 1 || bytes < most) {
      throw new IllegalArgumentException("room for " + most + " things of " + bytes + " bytes");
    }
    this.most = most;
    this.bytes = bytes;
    this.least = bytes / most;
    this.byUse = byUse;
    this.places = new LinkedHashMap<>(16, 0.75f, byUse);
  }

  /**
   * The eldest is what was put there first.
   *
   * @param most how many things, at least 1
   * @param bytes of all together, at least {@code most}
   */
  public static <K, V> FairRoom<K, V> byAge(int most, long bytes) {
    return new FairRoom<>(most, bytes, false);
  }

  /** The eldest is what nobody got for the longest; see {@link #byAge}. */
  public static <K, V> FairRoom<K, V> byUse(int most, long bytes) {
    return new FairRoom<>(most, bytes, true);
  }

  public @Nullable V get(K key) {
    Place<K, V> place = places.get(key);
    if (place == null) {
      return null;
    }
    if (byUse) {
      place.tenant.places.remove(place);
      place.tenant.places.add(place);
    }
    return place.thing;
  }

  /**
   * Puts a thing there that is not there yet; {@link #takeExcess} afterwards.
   *
   * @param size in bytes
   */
  public void put(K key, V thing, Contributor contributor, long size) {
    long weight = Math.max(least, size);
    Place<K, V> place = new Place<>(key, thing, tenants.add(contributor, weight), weight);
    place.tenant.places.add(place);
    places.put(key, place);
  }

  /** A thing takes more or less than before; {@link #takeExcess} afterwards. */
  public void resize(K key, long size) {
    Place<K, V> place = places.get(key);
    if (place != null) {
      long weight = Math.max(least, size);
      tenants.change(place.tenant, weight - place.size);
      place.size = weight;
    }
  }

  public @Nullable V remove(K key) {
    Place<K, V> place = places.remove(key);
    if (place == null) {
      return null;
    }
    place.tenant.places.remove(place);
    tenants.change(place.tenant, -place.size);
    return place.thing;
  }

  /** Takes out what there is too little room for, one at a time; null when all fits. */
  public @Nullable V takeExcess() {
    return places.size() <= most && tenants.total() <= bytes
        ? null
        : remove(tenants.largest().places.getFirst().key);
  }

  /** The eldest of all; null when there is nothing. */
  public @Nullable V eldest() {
    Iterator<Place<K, V>> eldest = places.values().iterator();
    return eldest.hasNext() ? eldest.next().thing : null;
  }

  public int size() {
    return places.size();
  }

  /** What all together take. */
  public long bytes() {
    return tenants.total();
  }
}
