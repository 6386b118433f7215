package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What the shipped tracing policies give of something that is done with a file. {@code inner} says
 * what the path is inside its file system, where that is not what the usual mounts make of it.
 *
 * @param function the kernel's
 */
record FileForm(String function, ArrayNode arguments) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DESCRIPTOR = 3;

  /** Of {@code open(2)} on a 64-bit machine: O_LARGEFILE, and O_WRONLY with O_CREAT. */
  private static final int FOR_READING = 0x8000;

  private static final int FOR_WRITING = 0x8041;

  /** Longest first: what is mounted in most containers, or of the node's root. */
  private static final List<String> MOUNTS =
      List.of("/proc/sys/fs/binfmt_misc", "/sys/fs/cgroup", "/dev/shm", "/proc", "/sys", "/run");

  private static final String ROOT_OF_NODE = "/host";

  static FileForm of(String form, String path, Section section) throws InvalidTestException {
    Optional<String> given = section.optionalText("inner");
    String inner = given.orElseGet(() -> inner(path));
    return switch (form) {
      case "open" ->
          of("fd_install", number("int", DESCRIPTOR), path("file", path), path("path", inner));
      case "read" -> opened(path, inner, FOR_READING);
      case "write" -> opened(path, inner, FOR_WRITING);
      case "remove" ->
          of("security_path_unlink", path("path", directory(path)), path("path", inner));
      case "execute" -> executed(path);
      case "truncate" -> of("security_file_truncate", path("file", path));
      case "rename" -> {
        String from = section.text("from");
        yield of(
            "security_path_rename",
            path("path", directory(from)),
            path("path", inner(from)),
            path("path", directory(path)),
            path("path", inner));
      }
      case "link" ->
          of(
              "security_path_link",
              path("path", inner(section.text("from"))),
              path("path", directory(path)),
              path("path", inner));
      default -> throw new IllegalStateException(form);
    };
  }

  private static FileForm opened(String path, String inner, int flags) {
    return of("security_file_open", path("file", path), path("path", inner), number("uint", flags));
  }

  /** A file of memfd_create has no path, and is known by the name of its entry: memfd:NAME. */
  private static FileForm executed(String path) {
    ObjectNode file = JSON.objectNode();
    file.putObject("linux_binprm_arg");
    boolean memory = path.startsWith("memfd:");
    return of(
        "security_bprm_check",
        memory ? file : path("linux_binprm", path),
        JSON.objectNode()
            .put("string_arg", memory ? path : path.substring(path.lastIndexOf('/') + 1)));
  }

  private static FileForm of(String function, ObjectNode... arguments) {
    ArrayNode list = JSON.arrayNode();
    for (ObjectNode argument : arguments) {
      list.add(argument);
    }
    return new FileForm(function, list);
  }

  static ObjectNode path(String kind, String path) {
    return JSON.objectNode().set(kind + "_arg", JSON.objectNode().put("path", path));
  }

  private static ObjectNode number(String kind, int value) {
    return JSON.objectNode().put(kind + "_arg", value);
  }

  private static String inner(String path) {
    String ofNode = below(ROOT_OF_NODE, path);
    return MOUNTS.stream()
        .filter(mount -> ofNode.startsWith(mount + "/"))
        .findFirst()
        .map(mount -> below(mount, ofNode))
        .orElse(ofNode);
  }

  private static String below(String mount, String path) {
    return path.startsWith(mount + "/") ? path.substring(mount.length()) : path;
  }

  private static String directory(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 1));
  }
}
