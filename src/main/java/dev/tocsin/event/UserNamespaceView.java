package dev.tocsin.event;

/** A view over one {@code tetragon.UserNamespace}. */
public final class UserNamespaceView extends SubView {
  private static final int LEVEL = 0;
  private static final int UID = 1;
  private static final int GID = 2;
  private static final int NS = 3;
  static final Layout LAYOUT =
      new Layout().content(LEVEL, 1).content(UID, 2).content(GID, 3).content(NS, 4);

  private static final int INUM = 1;
  private static final int IS_HOST = 2;

  UserNamespaceView() {
    super(LAYOUT);
  }

  /** How deep it is nested: 0 is the host's. */
  public int level() {
    return (int) fields.wrapped(LEVEL);
  }

  /** Its owner. */
  public long uid() {
    return fields.wrappedUnsigned(UID);
  }

  public long gid() {
    return fields.wrappedUnsigned(GID);
  }

  public long inum() {
    return fields.numberIn(NS, INUM) & 0xffff_ffffL;
  }

  public boolean isHost() {
    return fields.numberIn(NS, IS_HOST) != 0;
  }
}
