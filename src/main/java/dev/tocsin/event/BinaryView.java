package dev.tocsin.event;

import java.util.List;

/**
 * A view over one {@code tetragon.BinaryProperties}: what is special about an executed file. {@code
 * setuid()} 0 means root where {@link #hasSetuid}.
 */
public final class BinaryView extends SubView {
  private static final int SETUID = 0;
  private static final int SETGID = 1;
  private static final int PRIVILEGES_CHANGED = 2;
  private static final int FILE = 3;
  private static final Layout LAYOUT =
      new Layout()
          .content(SETUID, 1)
          .content(SETGID, 2)
          .repeated(PRIVILEGES_CHANGED, 3)
          .content(FILE, 4);

  private static final int INODE = 0;
  private static final int PATH = 1;
  private static final Layout FILE_LAYOUT = new Layout().content(INODE, 1).content(PATH, 2);

  private static final int NUMBER = 0;
  private static final int LINKS = 1;
  private static final Layout INODE_LAYOUT = new Layout().number(NUMBER, 1).content(LINKS, 2);

  private final Fields file = new Fields(FILE_LAYOUT);
  private final Fields inode = new Fields(INODE_LAYOUT);
  private boolean fileFound;

  BinaryView() {
    super(LAYOUT);
  }

  @Override
  void refresh() {
    fileFound = false;
  }

  private void findFile() {
    if (!fileFound) {
      fields.wrapChild(FILE, file);
      file.wrapChild(INODE, inode);
      fileFound = true;
    }
  }

  public boolean hasSetuid() {
    return fields.has(SETUID);
  }

  /** The user the set-user-ID bit switched to. */
  public long setuid() {
    return fields.wrappedUnsigned(SETUID);
  }

  public boolean hasSetgid() {
    return fields.has(SETGID);
  }

  public long setgid() {
    return fields.wrappedUnsigned(SETGID);
  }

  /** Names such as {@code PRIVILEGES_RAISED_EXEC_FILE_SETUID}. */
  public List<String> privilegesChanged() {
    return fields.names(PRIVILEGES_CHANGED, EnumNames.PRIVILEGES_CHANGED);
  }

  /** Whether the executed file is described, as it is when it has no name in a file system. */
  public boolean hasFile() {
    return fields.has(FILE);
  }

  public String path() {
    findFile();
    return file.text(PATH);
  }

  /** All 64 bits are used. */
  public long inode() {
    findFile();
    return inode.number(NUMBER);
  }

  public boolean hasLinks() {
    findFile();
    return inode.has(LINKS);
  }

  /** How many names the file has: 0 for a memfd or a deleted file, where {@link #hasLinks}. */
  public long links() {
    findFile();
    return inode.wrappedUnsigned(LINKS);
  }
}
