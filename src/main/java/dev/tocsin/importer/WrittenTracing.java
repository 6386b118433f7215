package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Lists;
import dev.tocsin.tracing.PathPattern;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The tracing policy of an import: files that are opened, or written, renamed or linked, and that
 * the tracing policies which ship with Tocsin leave out. Kept within what the kernel can: eight
 * values a selector, five selectors a hook, texts of 128 and 256 characters. A hook is repeated as
 * often as is needed.
 */
final class WrittenTracing {
  static final String NAME = "tocsin-imported-files";

  private static final int VALUES = 8;
  private static final int SELECTORS = 5;
  private static final int POSTFIX = 128;
  private static final int PREFIX = 256;

  private final Paths written = new Paths(new TreeSet<>(), new TreeSet<>());
  private final Paths read = new Paths(new TreeSet<>(), new TreeSet<>());

  /** What the selectors of a hook compare paths with. */
  private record Paths(TreeSet<String> prefixes, TreeSet<String> postfixes) {
    void add(PathPattern pattern) {
      String text = pattern.text();
      switch (pattern) {
        case PathPattern.Begins begins ->
            prefixes.add(text.substring(0, Math.min(text.length(), PREFIX)));
        case PathPattern.Is is -> postfixes.add(end(text));
        case PathPattern.Ends ends -> postfixes.add(end(text));
      }
    }

    private static String end(String text) {
      return text.substring(Math.max(0, text.length() - POSTFIX));
    }

    boolean isEmpty() {
      return prefixes.isEmpty() && postfixes.isEmpty();
    }
  }

  void add(PathPattern pattern, FileTracing.Access access) {
    switch (access) {
      case WRITE -> written.add(pattern);
      case READ -> read.add(pattern);
    }
  }

  /** Empty when nothing is missing. */
  Optional<ObjectNode> object() {
    if (written.isEmpty() && read.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "cilium.io/v1alpha1").put("kind", "TracingPolicy");
    object.putObject("metadata").put("name", NAME);
    ArrayNode hooks = object.putObject("spec").putArray("kprobes");
    hooks.addAll(
        hooks(
            read,
            "fd_install",
            "file opened",
            List.of(
                argument(0, "int", "", "fd"),
                argument(1, "file", "", "file"),
                argument(1, "dentry", "f_path.dentry", "inner")),
            new Places(2, 1, false)));
    hooks.addAll(
        hooks(
            written,
            "security_file_open",
            "file opened for writing",
            List.of(
                argument(0, "file", "", "file"),
                argument(0, "dentry", "f_path.dentry", "inner"),
                argument(0, "uint32", "f_flags", "flags")),
            new Places(1, 0, true)));
    hooks.addAll(
        hooks(
            written,
            "security_path_rename",
            "file renamed",
            List.of(
                argument(0, "path", "", "olddir"),
                argument(1, "dentry", "", "old"),
                argument(2, "path", "", "newdir"),
                argument(3, "dentry", "", "new")),
            new Places(3, -1, false)));
    hooks.addAll(
        hooks(
            written,
            "security_path_link",
            "file made by a hard link",
            List.of(
                argument(0, "dentry", "", "old"),
                argument(1, "path", "", "newdir"),
                argument(2, "dentry", "", "new")),
            new Places(2, -1, false)));
    return Optional.of(object);
  }

  /**
   * Where a hook has the path.
   *
   * @param inner position of the path inside its file system
   * @param whole position of the path as the process sees it; -1 for none
   * @param written whether the third argument are flags of open, to be asked for writing
   */
  private record Places(int inner, int whole, boolean written) {}

  private static List<ObjectNode> hooks(
      Paths paths, String call, String message, List<ObjectNode> arguments, Places places) {
    List<ObjectNode> selectors = Lists.newArrayList();
    for (List<String> values : Lists.partition(List.copyOf(paths.postfixes()), VALUES)) {
      selectors.add(selector(places.inner(), "Postfix", values, places.written()));
    }
    for (List<String> values : Lists.partition(List.copyOf(paths.prefixes()), VALUES)) {
      selectors.add(selector(places.inner(), "Prefix", values, places.written()));
      if (places.whole() >= 0) {
        selectors.add(selector(places.whole(), "Prefix", values, places.written()));
      }
    }
    List<ObjectNode> hooks = Lists.newArrayList();
    for (List<ObjectNode> part : Lists.partition(selectors, SELECTORS)) {
      ObjectNode hook = JsonNodeFactory.instance.objectNode();
      hook.put("call", call).put("syscall", false).put("message", message);
      arguments.forEach(hook.withArray("args")::add);
      part.forEach(hook.withArray("selectors")::add);
      hooks.add(hook);
    }
    return hooks;
  }

  private static ObjectNode selector(
      int position, String operator, List<String> values, boolean written) {
    ObjectNode selector = JsonNodeFactory.instance.objectNode();
    ArrayNode matches = selector.putArray("matchArgs");
    if (written) {
      ObjectNode flags = matches.addObject();
      flags.putArray("args").add(2);
      flags.put("operator", "Mask").putArray("values").add("3"); // O_WRONLY, O_RDWR
    }
    ObjectNode path = matches.addObject();
    path.putArray("args").add(position);
    path.put("operator", operator);
    values.forEach(path.putArray("values")::add);
    return selector;
  }

  private static ObjectNode argument(int index, String type, String resolve, String label) {
    ObjectNode argument = JsonNodeFactory.instance.objectNode();
    argument.put("index", index).put("type", type);
    if (!resolve.isEmpty()) {
      argument.put("resolve", resolve);
    }
    return argument.put("label", label);
  }
}
