package dev.tocsin.listen;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The connections that are open on one port. A peer, which is an address, has so many and no more.
 * When there is no room in all, whoever has the most gives up the one that was idle longest, so
 * that one who has few gets in whatever another holds. Thread safe.
 */
public final class Connections {

  /**
   * @param total at the same time
   * @param perPeer of one address at the same time
   */
  public record Limits(int total, int perPeer) {
    public Limits {
      if (total < 1 || perPeer < 1 || perPeer > total) {
        throw new IllegalArgumentException(
            "limits of connections must be at least 1, and not higher for one peer than in total: %d of %d"
                .formatted(perPeer, total));
      }
    }
  }

  private final Limits limits;
  private final Map<InetAddress, SequencedSet<Place>> byPeer = new HashMap<>();
  private int open;
  private long refused;
  private long evicted;

  public Connections(Limits limits) {
    this.limits = limits;
  }

  /** What an open connection takes up, until it is closed. */
  public final class Place implements AutoCloseable {
    private final InetAddress peer;
    private final Runnable cut;
    private boolean proven;

    private Place(InetAddress peer, Runnable cut) {
      this.peer = peer;
      this.cut = cut;
    }

    InetAddress peer() {
      return peer;
    }

    /** It is in use now: others of its peer are displaced before it. */
    void used() {
      synchronized (Connections.this) {
        SequencedSet<Place> places = byPeer.get(peer);
        if (places != null && places.remove(this)) {
          places.addLast(this);
        }
      }
    }

    /**
     * Its peer has shown who it is: it counts in all, and neither for its address, which many may
     * share, nor among those that make room.
     */
    public void proven() {
      synchronized (Connections.this) {
        proven |= leave(this);
      }
    }

    /** It is a stranger's again. */
    public void unproven() {
      synchronized (Connections.this) {
        if (proven) {
          proven = false;
          enter(this);
        }
      }
    }

    /** Gives the room back; does nothing when that was done before. */
    @Override
    public void close() {
      synchronized (Connections.this) {
        free(this);
      }
    }
  }

  /**
   * Takes a connection in, or not.
   *
   * @param cut closes it, when it has to make room; called from the thread of whoever takes its
   *     place, must not block
   * @return empty when it is to be closed at once
   */
  public Optional<Place> admit(InetAddress peer, Runnable cut) {
    Place place = new Place(peer, cut);
    Optional<Place> loser = Optional.empty();
    synchronized (this) {
      int own = count(peer);
      if (own >= limits.perPeer()) {
        refused++;
        return Optional.empty();
      }
      if (open >= limits.total()) {
        loser = longestIdleOfTheLargest(own);
        if (loser.isEmpty()) {
          refused++;
          return Optional.empty();
        }
        free(loser.get());
        evicted++;
      }
      enter(place);
      open++;
    }
    loser.ifPresent(each -> each.cut.run());
    return Optional.of(place);
  }

  /**
   * @param own how many the newcomer has; whoever loses one must have more even afterwards, or two
   *     would take turns in displacing each other
   */
  private Optional<Place> longestIdleOfTheLargest(int own) {
    return byPeer.values().stream()
        .max(Comparator.comparingInt(SequencedSet::size))
        .filter(places -> places.size() > own + 1)
        .map(SequencedSet::getFirst);
  }

  private int count(InetAddress peer) {
    SequencedSet<Place> places = byPeer.get(peer);
    return places == null ? 0 : places.size();
  }

  private void free(Place place) {
    if (leave(place) || place.proven) {
      place.proven = false;
      open--;
    }
  }

  private void enter(Place place) {
    byPeer.computeIfAbsent(place.peer, any -> new LinkedHashSet<>()).addLast(place);
  }

  /** False when it was not there. */
  private boolean leave(Place place) {
    SequencedSet<Place> places = byPeer.get(place.peer);
    if (places == null || !places.remove(place)) {
      return false;
    }
    if (places.isEmpty()) {
      byPeer.remove(place.peer);
    }
    return true;
  }

  public synchronized int open() {
    return open;
  }

  /** Connections that were closed at once, as there were too many. */
  public synchronized long refused() {
    return refused;
  }

  /** Connections that were closed to let another peer's in. */
  public synchronized long evicted() {
    return evicted;
  }
}
