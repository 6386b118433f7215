package dev.tocsin.event;

/** The file an event is about, from its first {@code file} or {@code path} argument. */
public record FileView(String path, String flags, String permission) {
  public static final FileView NONE = new FileView("", "", "");

  public boolean present() {
    return !path.isEmpty();
  }
}
