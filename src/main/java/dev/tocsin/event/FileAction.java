package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a traced function does with a file. Known by its name; the LSM hook {@code file_open} and
 * the kernel's {@code security_file_open} are the same.
 */
enum FileAction {
  NONE(""),
  OPEN("open", "fd_install"),
  /** What for is in an argument: its flags. */
  OPEN_FOR("open", "file_open"),
  READ("read"),
  WRITE("write"),
  /** What for is in an argument: its mask. */
  ACCESS_FOR("", "file_permission"),
  TRUNCATE("truncate", "path_truncate", "file_truncate"),
  REMOVE("remove", "path_unlink"),
  RENAME("rename", "path_rename"),
  LINK("link", "path_link"),
  EXECUTE("execute", "bprm_check_security", "bprm_check"),
  /** What has a directory and an entry of it as its arguments, and no word of its own. */
  ENTRY("", "path_mknod", "path_mkdir", "path_rmdir", "path_symlink");

  private static final FileAction[] ALL = values();
  private static final byte[] SECURITY = encoded("security_");

  /** Of {@code open(2)}: O_WRONLY and O_RDWR. */
  private static final long OPENED_FOR_WRITING = 3;

  /** The kernel's MAY_WRITE and MAY_READ. */
  private static final long MAY_WRITE = 2;

  private static final long MAY_READ = 4;

  private final String word;
  private final byte[][] functions;

  FileAction(String word, String... functions) {
    this.word = word;
    this.functions = List.of(functions).stream().map(FileAction::encoded).toArray(byte[][]::new);
  }

  private static byte[] encoded(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** As expressions have it; {@code ""} when it is none of them. */
  String word() {
    return word;
  }

  /** Whether it is about an entry of a directory, which are two arguments. */
  boolean isOfEntry() {
    return this == REMOVE || this == ENTRY;
  }

  /** What the function is for; cuts a prefix off {@code function}. */
  static FileAction of(EncodedText function) {
    if (function.startsWith(SECURITY)) {
      function.skip(SECURITY.length);
    }
    for (FileAction action : ALL) {
      for (byte[] name : action.functions) {
        if (function.is(name)) {
          return action;
        }
      }
    }
    return NONE;
  }

  /** What is done, where a number among the arguments says it: flags of open, or a mask. */
  FileAction by(List<Argument> arguments) {
    return switch (this) {
      case OPEN_FOR -> (firstNumber(arguments) & OPENED_FOR_WRITING) == 0 ? OPEN : WRITE;
      case ACCESS_FOR -> {
        long mask = firstNumber(arguments);
        yield (mask & MAY_WRITE) != 0 ? WRITE : (mask & MAY_READ) != 0 ? READ : NONE;
      }
      default -> this;
    };
  }

  private static long firstNumber(List<Argument> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      ArgumentKind kind = arguments.get(i).kind();
      if (kind == ArgumentKind.INT || kind == ArgumentKind.UINT) {
        return arguments.get(i).number();
      }
    }
    return 0;
  }
}
