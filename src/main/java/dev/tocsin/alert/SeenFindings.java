package dev.tocsin.alert;

import java.util.LinkedHashSet;

/** The ids of the latest findings, bounded: the oldest is forgotten first. */
final class SeenFindings {
  private final int limit;
  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  SeenFindings(int limit) {
    this.limit = limit;
  }

  /** Whether the id is new; it is known from now on. */
  boolean add(String id) {
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > limit) {
      ids.removeFirst();
    }
    return true;
  }
}
