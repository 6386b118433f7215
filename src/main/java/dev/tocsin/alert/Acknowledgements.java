package dev.tocsin.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reports that wait to be written, and those that are to be acknowledged. The reports of a
 * spool come in the order of their sequence, so what is not above the last one comes again.
 *
 * <p>Bounded: beyond {@link #MOST_NODES} nodes, the one that reported the longest ago is forgotten,
 * but never while a report of its waits, since that would be counted again when it comes again.
 * What comes again of reports that are stored meets {@link Counted} and the ids of findings, as it
 * does after a failover.
 *
 * <p>Guarded by the book's lock.
 */
final class Acknowledgements {
  private static final int MOST_NODES = 20_000;

  private final int mostNodes;

  /** The one that reported the longest ago comes first. */
  private final Map<String, Spool> byNode = new LinkedHashMap<>(16, 0.75f, true);

  private List<Acknowledgement> stored = new ArrayList<>();

  /** The spool that a node reports from now. */
  private static final class Spool {
    final String id;
    final Map<Long, Acknowledgement> waiting = new HashMap<>();
    long last;

    Spool(String id) {
      this.id = id;
    }
  }

  Acknowledgements() {
    this(MOST_NODES);
  }

  Acknowledgements(int mostNodes) {
    this.mostNodes = mostNodes;
  }

  /**
   * Whether a report comes for the first time. The waiter of one that is on its way to the store is
   * notified with the first; the waiter of one that is stored is notified soon.
   */
  boolean isNew(Acknowledgement acknowledgement) {
    Origin origin = acknowledgement.origin;
    if (origin == null) {
      return true;
    }
    Spool spool = byNode.get(origin.node());
    if (spool == null || !spool.id.equals(origin.spool())) {
      spool = new Spool(origin.spool());
      forgetOneBeyond(mostNodes - 1);
      byNode.put(origin.node(), spool);
    }
    if (origin.sequence() > spool.last) {
      spool.last = origin.sequence();
      spool.waiting.put(origin.sequence(), acknowledgement);
      return true;
    }
    Acknowledgement first = spool.waiting.get(origin.sequence());
    if (first == null) {
      stored.add(acknowledgement);
    } else {
      first.also(acknowledgement);
    }
    return false;
  }

  private void forgetOneBeyond(int nodes) {
    if (byNode.size() > nodes) {
      Iterator<Spool> eldestFirst = byNode.values().iterator();
      while (eldestFirst.hasNext()) {
        if (eldestFirst.next().waiting.isEmpty()) {
          eldestFirst.remove();
          return;
        }
      }
    }
  }

  /** It is stored, or not to be. */
  void stored(Acknowledgement acknowledgement) {
    Origin origin = acknowledgement.origin;
    if (origin != null) {
      Spool spool = byNode.get(origin.node());
      if (spool != null && spool.id.equals(origin.spool())) {
        spool.waiting.remove(origin.sequence());
      }
    }
    stored.add(acknowledgement);
  }

  void stored(List<Acknowledgement> acknowledgements) {
    acknowledgements.forEach(this::stored);
  }

  /** Those to give, once: by a caller that holds no lock any more. */
  List<Acknowledgement> take() {
    List<Acknowledgement> taken = stored;
    stored = new ArrayList<>(0);
    return taken;
  }
}
