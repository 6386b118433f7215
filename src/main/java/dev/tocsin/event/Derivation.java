package dev.tocsin.event;

import java.util.List;
import java.util.Locale;

/** Connections and files, read out of the arguments of traced functions. */
final class Derivation {
  private Derivation() {}

  /**
   * Whether the function begins a connection or sends a datagram. Decided by name, because the
   * arguments of listening, accepting and sending functions look the same.
   */
  static boolean connects(String function) {
    return switch (function) {
      case "udp_sendmsg", "udpv6_sendmsg" -> true;
      default -> function.contains("connect") && !function.contains("disconnect");
    };
  }

  /**
   * From the first {@code sock} argument, else from the first {@code sockaddr}: where a function
   * binds, that is the source, else the destination.
   */
  static Connection connection(List<Argument> arguments, String function) {
    for (Argument argument : arguments) {
      if (argument.kind() == ArgumentKind.SOCK) {
        return new Connection(
            argument.text(ArgumentField.SOCK_SADDR),
            (int) argument.number(ArgumentField.SOCK_SPORT),
            argument.text(ArgumentField.SOCK_DADDR),
            (int) argument.number(ArgumentField.SOCK_DPORT),
            protocol(argument.text(ArgumentField.SOCK_PROTOCOL)));
      }
    }
    for (Argument argument : arguments) {
      if (argument.kind() == ArgumentKind.SOCKADDR) {
        String address = argument.text(ArgumentField.SOCKADDR_ADDR);
        int port = (int) argument.number(ArgumentField.SOCKADDR_PORT);
        return function.contains("bind")
            ? new Connection(address, port, "", 0, "")
            : new Connection("", 0, address, port, "");
      }
    }
    return Connection.NONE;
  }

  static String protocol(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("IPPROTO_") ? upper.substring("IPPROTO_".length()) : upper;
  }

  static boolean hasFile(List<Argument> arguments) {
    for (Argument argument : arguments) {
      if (argument.kind() == ArgumentKind.FILE || argument.kind() == ArgumentKind.PATH) {
        return true;
      }
    }
    return false;
  }

  static FileView file(List<Argument> arguments) {
    FileView file = FileView.NONE;
    for (Argument argument : arguments) {
      FileView next = file(argument);
      if (next.present() && (!file.present() || isEntry(next.path(), file.path()))) {
        file = next;
      }
    }
    return file;
  }

  private static FileView file(Argument argument) {
    return switch (argument.kind()) {
      case FILE ->
          new FileView(
              argument.text(ArgumentField.FILE_PATH),
              argument.text(ArgumentField.FILE_FLAGS),
              argument.text(ArgumentField.FILE_PERMISSION));
      case PATH ->
          new FileView(
              argument.text(ArgumentField.PATH_PATH),
              argument.text(ArgumentField.PATH_FLAGS),
              argument.text(ArgumentField.PATH_PERMISSION));
      case LINUX_BINPRM ->
          new FileView(
              argument.text(ArgumentField.LINUX_BINPRM_PATH),
              argument.text(ArgumentField.LINUX_BINPRM_FLAGS),
              argument.text(ArgumentField.LINUX_BINPRM_PERMISSION));
      default -> FileView.NONE;
    };
  }

  private static boolean isEntry(String path, String directory) {
    return path.length() > directory.length()
        && path.startsWith(directory)
        && (directory.endsWith("/") || path.charAt(directory.length()) == '/');
  }
}
