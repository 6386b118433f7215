package dev.tocsin.engine.index;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;

/** What is known of a place of events (pod, container, node), as of a version of the index. */
final class KnownPlace {
  private final Attribution.Source source;
  private final Pod pod;
  private final Container container;
  private final Node node;
  int version;

  /** The policies that see it, but for those that no event of it can match. */
  long[] seeing = {};

  /** Those that have been offered an event of it. */
  long[] offered = {};

  KnownPlace(Attribution where) {
    source = where.source();
    pod = where.pod();
    container = where.container();
    node = where.node();
  }

  @SuppressWarnings("ReferenceEquality") // identity is the point: a change is a new record
  boolean is(Attribution where) {
    return pod == where.pod()
        && container == where.container()
        && node == where.node()
        && source == where.source();
  }
}
