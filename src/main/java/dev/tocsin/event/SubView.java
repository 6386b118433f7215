package dev.tocsin.event;

/** A view over a message inside another: it finds its own bytes only when it is asked for. */
abstract class SubView {
  final Fields fields;
  private int seen;

  SubView(Layout layout) {
    fields = new Fields(layout);
  }

  /** Turns to the message in a slot of the one around it, unless it has since that one changed. */
  final void follow(Fields around, int slot) {
    if (seen != around.generation()) {
      around.wrapChild(slot, fields);
      seen = around.generation();
      refresh();
    }
  }

  /** Drops what was kept of the message before. */
  void refresh() {}

  /** Whether the message is there; if it is not, every accessor reads as empty. */
  public final boolean present() {
    return fields.exists();
  }
}
