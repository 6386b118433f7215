package dev.tocsin.event;

import java.util.List;

/**
 * The file an event is about: its first {@code file}, {@code path} or {@code linux_binprm}
 * argument, or, where that one is a directory and an entry of it follows (unlink, rename), the
 * entry. Not {@link #present} where the event is about none. It belongs to its event: see {@link
 * Event#wrap}.
 */
public final class FileView {
  private final FoundText path = new FoundText();
  private final FoundText flags = new FoundText();
  private final FoundText permission = new FoundText();
  private final EncodedText candidate = new EncodedText();

  FileView() {}

  /** Turns to the file that the arguments are about. */
  void find(List<Argument> arguments) {
    path.clear();
    flags.clear();
    permission.clear();
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      switch (argument.kind()) {
        case FILE ->
            consider(
                argument,
                ArgumentField.FILE_PATH,
                ArgumentField.FILE_FLAGS,
                ArgumentField.FILE_PERMISSION);
        case PATH ->
            consider(
                argument,
                ArgumentField.PATH_PATH,
                ArgumentField.PATH_FLAGS,
                ArgumentField.PATH_PERMISSION);
        case LINUX_BINPRM ->
            consider(
                argument,
                ArgumentField.LINUX_BINPRM_PATH,
                ArgumentField.LINUX_BINPRM_FLAGS,
                ArgumentField.LINUX_BINPRM_PERMISSION);
        default -> {}
      }
    }
  }

  private void consider(
      Argument argument,
      ArgumentField pathField,
      ArgumentField flagsField,
      ArgumentField permissionField) {
    argument.text(pathField, candidate);
    if (candidate.isEmpty() || (present() && !candidate.isEntryOf(path.encoded()))) {
      return;
    }
    path.next().set(candidate);
    argument.text(flagsField, flags.next());
    argument.text(permissionField, permission.next());
  }

  public boolean present() {
    return !path.isEmpty();
  }

  public String path() {
    return path.text();
  }

  /** Turns {@code text} to the {@link #path}. */
  public void path(EncodedText text) {
    text.set(path.encoded());
  }

  /** As the tracing policy's kind of argument gives them. */
  public String flags() {
    return flags.text();
  }

  /** Turns {@code text} to the {@link #flags}. */
  public void flags(EncodedText text) {
    text.set(flags.encoded());
  }

  /** As {@code ls} writes it: {@code -rw-r--r--}. */
  public String permission() {
    return permission.text();
  }

  /** Turns {@code text} to the {@link #permission}. */
  public void permission(EncodedText text) {
    text.set(permission.encoded());
  }
}
