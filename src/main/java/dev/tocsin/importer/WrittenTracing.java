package dev.tocsin.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import dev.tocsin.tracing.PathPattern;
import dev.tocsin.tracing.ShippedTracing;
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
  private static final int VALUES = 8;
  private static final int SELECTORS = 5;
  private static final int POSTFIX = 128;
  private static final int PREFIX = 256;

  private final String name;
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

  WrittenTracing(String name) {
    this.name = name;
  }

  String name() {
    return name;
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
    object.putObject("metadata").put("name", name);
    ArrayNode hooks = object.putObject("spec").putArray("kprobes");
    if (!read.isEmpty()) {
      JsonNode files = shipped("tocsin-files");
      hooks.addAll(hooks(read, new FileHook(files, "fd_install", "file opened", "inner")));
    }
    if (!written.isEmpty()) {
      JsonNode writes = shipped("tocsin-file-writes");
      List.of(
              new FileHook(writes, "security_file_open", "file opened for writing", "inner"),
              new FileHook(writes, "security_path_rename", "file renamed", "new"),
              new FileHook(writes, "security_path_link", "file made by a hard link", "new"))
          .forEach(hook -> hooks.addAll(hooks(written, hook)));
    }
    return Optional.of(object);
  }

  private static JsonNode shipped(String policy) {
    return ShippedTracing.object(policy).at("/spec/kprobes");
  }

  /** A hook of a shipped tracing policy, whose arguments are taken over. */
  private static final class FileHook {
    private final String call;
    private final String message;
    private final JsonNode arguments;

    /** Position of the path inside its file system. */
    private final int inner;

    /** Position of the path as the process sees it; -1 for none. */
    private final int whole;

    /** Position of the flags of open, which are to ask for writing; -1 for none. */
    private final int flags;

    FileHook(JsonNode shipped, String call, String message, String inner) {
      this.call = call;
      this.message = message;
      this.arguments =
          Streams.stream(shipped)
              .filter(each -> each.path("call").asText().equals(call))
              .findFirst()
              .orElseThrow()
              .path("args");
      this.inner = position(inner);
      this.whole = position("file");
      this.flags = position("flags");
    }

    private int position(String label) {
      return Iterables.indexOf(
          arguments, argument -> argument.path("label").asText().equals(label));
    }

    ObjectNode with(List<ObjectNode> selectors) {
      ObjectNode hook = JsonNodeFactory.instance.objectNode();
      hook.put("call", call).put("syscall", false).put("message", message);
      hook.set("args", arguments.deepCopy());
      selectors.forEach(hook.withArray("selectors")::add);
      return hook;
    }
  }

  private static List<ObjectNode> hooks(Paths paths, FileHook hook) {
    List<ObjectNode> selectors = Lists.newArrayList();
    for (List<String> values : Lists.partition(List.copyOf(paths.postfixes()), VALUES)) {
      selectors.add(selector(hook.inner, "Postfix", values, hook.flags));
    }
    for (List<String> values : Lists.partition(List.copyOf(paths.prefixes()), VALUES)) {
      selectors.add(selector(hook.inner, "Prefix", values, hook.flags));
      if (hook.whole >= 0) {
        selectors.add(selector(hook.whole, "Prefix", values, hook.flags));
      }
    }
    return Lists.partition(selectors, SELECTORS).stream().map(hook::with).toList();
  }

  private static ObjectNode selector(
      int position, String operator, List<String> values, int flagsAt) {
    ObjectNode selector = JsonNodeFactory.instance.objectNode();
    ArrayNode matches = selector.putArray("matchArgs");
    if (flagsAt >= 0) {
      ObjectNode flags = matches.addObject();
      flags.putArray("args").add(flagsAt);
      flags.put("operator", "Mask").putArray("values").add("3"); // O_WRONLY, O_RDWR
    }
    ObjectNode path = matches.addObject();
    path.putArray("args").add(position);
    path.put("operator", operator);
    values.forEach(path.putArray("values")::add);
    return selector;
  }
}
