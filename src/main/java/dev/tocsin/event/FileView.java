package dev.tocsin.event;

import dev.tocsin.command.NormalPath;
import java.util.List;

/**
 * The file an event is about: its first {@code file}, {@code path} or {@code linux_binprm}
 * argument. Of a directory and an entry of it (unlink, rename, link) the entry, by the path of the
 * directory: the path of an entry alone begins at the root of its file system, and says nothing of
 * where that is mounted. Not {@link #present} where the event is about none. It belongs to its
 * event: see {@link Event#wrap}.
 */
public final class FileView {
  /**
   * What {@code security_path_rename} is given: old directory and entry, new directory and entry.
   */
  private static final int BOTH_ENDS = 4;

  private final FoundText path = new FoundText();
  private final FoundText rawPath = new FoundText();
  private final FoundText oldPath = new FoundText();
  private final FoundText innerPath = new FoundText();
  private final FoundText flags = new FoundText();
  private final FoundText permission = new FoundText();
  private final EncodedText candidate = new EncodedText();
  private FileAction action = FileAction.NONE;

  FileView() {}

  /**
   * Turns to the file that the arguments are about.
   *
   * @param function which is changed
   */
  void find(List<Argument> arguments, EncodedText function) {
    path.clear();
    oldPath.clear();
    innerPath.clear();
    flags.clear();
    permission.clear();
    FileAction asked = FileAction.of(function);
    switch (asked) {
      case RENAME -> findRenamed(arguments);
      case LINK -> findLinked(arguments);
      default -> findFirst(arguments, asked);
    }
    action = asked.by(arguments);
    rawPath.next().set(path.encoded());
    normalize(path);
    normalize(oldPath);
    normalize(innerPath);
  }

  private static void normalize(FoundText path) {
    if (!NormalPath.isNormal(path.encoded())) {
      String normal = NormalPath.of(path.text(), "");
      path.next().set(normal);
    }
  }

  private void findFirst(List<Argument> arguments, FileAction asked) {
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      if (isFile(argument)) {
        pathOf(argument, candidate);
        consider(argument, asked.isOfEntry());
      } else if (asked == FileAction.EXECUTE
          && argument.kind() == ArgumentKind.STRING
          && !present()) {
        argument.plain(path.next());
      }
    }
  }

  private void consider(Argument argument, boolean entry) {
    if (candidate.isEmpty()) {
      return;
    }
    if (!present() || (!entry && candidate.isEntryOf(path.encoded()))) {
      path.next().set(candidate);
      attributesOf(argument);
      return;
    }
    innerPath.next().set(candidate);
    if (entry) {
      path.next().append(candidate);
      attributesOf(argument);
    }
  }

  private void findRenamed(List<Argument> arguments) {
    int files = countPlaces(arguments);
    boolean bothEnds = files >= BOTH_ENDS;
    int seen = 0;
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      if (!isPlace(argument)) {
        continue;
      }
      boolean old = seen < files / 2;
      boolean directory = bothEnds && seen % 2 == 0;
      end(argument, old ? oldPath : path, directory, old);
      seen++;
    }
  }

  private void findLinked(List<Argument> arguments) {
    int files = countPlaces(arguments);
    int seen = 0;
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      if (!isPlace(argument)) {
        continue;
      }
      boolean old = seen == 0 && files > 1;
      end(argument, old ? oldPath : path, files > 2 && seen == 1, old);
      seen++;
    }
  }

  /** Takes one end of a rename or link, the directory before the entry. */
  private void end(Argument argument, FoundText end, boolean directory, boolean old) {
    pathOf(argument, candidate);
    if (candidate.isEmpty()) {
      return;
    }
    if (directory) {
      end.next().set(candidate);
      return;
    }
    if (!old) {
      innerPath.next().set(candidate);
      attributesOf(argument);
    }
    if (end.isEmpty()) {
      end.next().set(candidate);
    } else {
      end.next().append(candidate);
    }
  }

  private static boolean isFile(Argument argument) {
    return switch (argument.kind()) {
      case FILE, PATH, LINUX_BINPRM -> true;
      default -> false;
    };
  }

  /** Where a path is, or would be if it could have been read. */
  private static boolean isPlace(Argument argument) {
    return isFile(argument) || argument.kind() == ArgumentKind.ERROR;
  }

  private static int countPlaces(List<Argument> arguments) {
    int places = 0;
    for (int i = 0; i < arguments.size(); i++) {
      if (isPlace(arguments.get(i))) {
        places++;
      }
    }
    return places;
  }

  private static void pathOf(Argument argument, EncodedText text) {
    switch (argument.kind()) {
      case FILE -> argument.text(ArgumentField.FILE_PATH, text);
      case PATH -> argument.text(ArgumentField.PATH_PATH, text);
      case LINUX_BINPRM -> argument.text(ArgumentField.LINUX_BINPRM_PATH, text);
      default -> text.set("");
    }
  }

  private void attributesOf(Argument argument) {
    switch (argument.kind()) {
      case FILE -> {
        argument.text(ArgumentField.FILE_FLAGS, flags.next());
        argument.text(ArgumentField.FILE_PERMISSION, permission.next());
      }
      case PATH -> {
        argument.text(ArgumentField.PATH_FLAGS, flags.next());
        argument.text(ArgumentField.PATH_PERMISSION, permission.next());
      }
      case LINUX_BINPRM -> {
        argument.text(ArgumentField.LINUX_BINPRM_FLAGS, flags.next());
        argument.text(ArgumentField.LINUX_BINPRM_PERMISSION, permission.next());
      }
      default -> {}
    }
  }

  public boolean present() {
    return !path.isEmpty();
  }

  /**
   * What is done with it: {@code open} (for reading), {@code read}, {@code write} (or opened for
   * writing), {@code truncate}, {@code remove}, {@code rename}, {@code link}, {@code execute}; else
   * {@code ""}.
   */
  public String action() {
    return action.word();
  }

  /** Whether its content is changed, or it is opened for that. */
  boolean isChanged() {
    return action == FileAction.WRITE || action == FileAction.TRUNCATE;
  }

  /**
   * In {@link NormalPath normal form}, which takes the task out of {@code /proc/PID/task/TID}. Of a
   * rename or link: the new path.
   */
  public String path() {
    return path.text();
  }

  /** Turns {@code text} to the {@link #path}. */
  public void path(EncodedText text) {
    text.set(path.encoded());
  }

  /** As the agent reports it. */
  public String rawPath() {
    return rawPath.text();
  }

  /** Turns {@code text} to the {@link #rawPath}. */
  public void rawPath(EncodedText text) {
    text.set(rawPath.encoded());
  }

  /** What was renamed or linked to; else {@code ""}. */
  public String oldPath() {
    return oldPath.text();
  }

  /** Turns {@code text} to the {@link #oldPath}. */
  public void oldPath(EncodedText text) {
    text.set(oldPath.encoded());
  }

  /**
   * The path inside its file system, where the event has it besides the {@link #path}: it is the
   * same wherever that is mounted. Else {@code ""}.
   */
  public String innerPath() {
    return innerPath.text();
  }

  /** Turns {@code text} to the {@link #innerPath}. */
  public void innerPath(EncodedText text) {
    text.set(innerPath.encoded());
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

  /** Whether there is a file among the arguments of a hook. */
  static boolean isIn(List<Argument> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      ArgumentKind found = arguments.get(i).kind();
      if (found == ArgumentKind.FILE || found == ArgumentKind.PATH) {
        return true;
      }
    }
    return false;
  }
}
