package dev.tocsin.event;

/** A view over one {@code tetragon.Namespaces}: the Linux namespaces of a process. */
public final class NamespacesView extends SubView {
  private static final Layout LAYOUT = layout();

  private static final int INUM = 1;
  private static final int IS_HOST = 2;

  NamespacesView() {
    super(LAYOUT);
  }

  private static Layout layout() {
    Layout layout = new Layout();
    for (NamespaceType type : NamespaceType.values()) {
      layout = layout.content(type.ordinal(), type.ordinal() + 1);
    }
    return layout;
  }

  public boolean has(NamespaceType type) {
    return fields.has(type.ordinal());
  }

  /** Inode number of the namespace, 0 when absent. */
  public long inum(NamespaceType type) {
    return fields.numberIn(type.ordinal(), INUM) & 0xffff_ffffL;
  }

  /** Whether it is the host's namespace; false when absent. */
  public boolean isHost(NamespaceType type) {
    return fields.numberIn(type.ordinal(), IS_HOST) != 0;
  }
}
