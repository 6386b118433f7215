package dev.tocsin.event;

/** Where the fields of a {@code tetragon.GetEventsResponse} lie; the inner event is one of many. */
final class EnvelopeLayout {
  static final int NODE_NAME = 0;
  static final int TIME = 1;
  static final int CLUSTER_NAME = 2;
  static final int NODE_LABELS = 3;
  static final int INNER = 4;

  static final Layout LAYOUT = layout();

  private EnvelopeLayout() {}

  private static Layout layout() {
    Layout layout =
        new Layout()
            .content(NODE_NAME, 1000)
            .content(TIME, 1001)
            .content(CLUSTER_NAME, 1003)
            .repeated(NODE_LABELS, 1004);
    for (EventKind kind : EventKind.values()) {
      if (kind.isOnTheWire()) {
        layout = layout.oneOf(INNER, kind.wireNumber());
      }
    }
    return layout;
  }
}
