package dev.tocsin.event;

/**
 * The file an event is about: its first {@code file}, {@code path} or {@code linux_binprm}
 * argument, or, where that one is a directory and an entry of it follows (unlink, rename), the
 * entry.
 */
public record FileView(String path, String flags, String permission) {
  public static final FileView NONE = new FileView("", "", "");

  public boolean present() {
    return !path.isEmpty();
  }
}
