package dev.tocsin.lint;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one condition of an exception says of who is excused.
 *
 * @param chosen the field that it goes by and that whoever attacks can choose; empty for any other
 */
record Excuse(Kind kind, Optional<FieldRead> chosen) {
  private static final Map<String, Set<String>> IDENTITY =
      Map.of(
          "tocsin.Pod", Set.of("namespace", "identity", "uid", "namespaceLabels"),
          "tocsin.Container", Set.of("imageID"),
          "tocsin.AgentPod", Set.of("namespace", "uid"),
          "tocsin.AgentImage", Set.of("id"));

  private static final Map<String, Set<String>> CHOSEN =
      Map.of(
          "tocsin.Process",
              Set.of("name", "binary", "arguments", "command_line", "cwd", "environment_variables"),
          "tocsin.BinaryFile", Set.of("path"),
          "tocsin.Pod",
              Set.of(
                  "name", "labels", "annotations", "serviceAccount", "workload", "ownerReferences"),
          "tocsin.Container", Set.of("name", "image"),
          "tocsin.AgentPod",
              Set.of("name", "pod_labels", "pod_annotations", "workload", "workload_kind"),
          "tocsin.AgentContainer", Set.of("name"),
          "tocsin.AgentImage", Set.of("name"));

  /** Empty outside any container. */
  private static final Set<String> OF_CONTAINERS =
      Set.of("container.id", "pod.namespace", "pod.name", "pod.uid", "process.docker");

  /** Where more than root can write, or a process finds what it likes. */
  private static final List<String> WRITABLE =
      List.of("/tmp/", "/var/tmp/", "/dev/", "/run/", "/var/run/", "/proc/", "/home/");

  /** What it is worth. */
  enum Kind {
    /** It says who runs. */
    IDENTITY,
    /** It says that it is outside any container, or began there. */
    HOST,
    /** It gives the full path of a program, which is worth something on the node. */
    PATH,
    /** It goes by what anybody can choose. */
    CHOSEN,
    /** It is about something else. */
    OTHER
  }

  static Excuse of(ConditionPart condition) {
    List<FieldRead> reads = condition.reads().toList();
    if (isOutsideContainers(condition, reads)) {
      return new Excuse(Kind.HOST, Optional.empty());
    }
    if (reads.stream().anyMatch(read -> isAmong(IDENTITY, read))) {
      return new Excuse(Kind.IDENTITY, Optional.empty());
    }
    Optional<FieldRead> chosen = reads.stream().filter(read -> isAmong(CHOSEN, read)).findFirst();
    if (chosen.isEmpty()
        || saysAllOfArguments(condition, chosen.get())
        || isNoName(condition, chosen.get())) {
      return new Excuse(Kind.OTHER, Optional.empty());
    }
    return new Excuse(isFullPath(condition, chosen.get()) ? Kind.PATH : Kind.CHOSEN, chosen);
  }

  private static boolean isAmong(Map<String, Set<String>> fields, FieldRead read) {
    return fields.getOrDefault(read.owner(), Set.of()).contains(read.name());
  }

  private static boolean isOutsideContainers(ConditionPart condition, List<FieldRead> reads) {
    return reads.stream()
            .anyMatch(
                read -> read.owner().equals("tocsin.Namespace") && read.name().equals("is_host"))
        || (isEquality(condition)
            && constants(condition).anyMatch(String::isEmpty)
            && reads.stream().anyMatch(read -> OF_CONTAINERS.contains(read.path())));
  }

  private static boolean isEquality(ConditionPart condition) {
    return condition.node() instanceof ExpressionNode.Compare compare && compare.isEquality();
  }

  /** Nothing can be added to arguments that are compared as a whole. */
  private static boolean saysAllOfArguments(ConditionPart condition, FieldRead read) {
    return read.name().equals("arguments")
        && (isEquality(condition)
            || condition.node() instanceof ExpressionNode.Member
            || (asks(condition, ExpressionNode.TextTest.Test.MATCHES)
                && constants(condition).allMatch(Excuse::isWhole)));
  }

  /** Whether a pattern begins and ends with the text, in all of its alternatives. */
  private static boolean isWhole(String pattern) {
    if (!pattern.startsWith("^") || !pattern.endsWith("$") || pattern.endsWith("\\$")) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i++;
        case '(' -> depth++;
        case ')' -> depth--;
        case '|' -> {
          if (depth == 0) {
            return false;
          }
        }
        default -> {}
      }
    }
    return true;
  }

  /**
   * Nothing can be given the name {@code ''}, and no program the path {@code '<kernel>'}, which is
   * the agent's word. Images by their whole names are those of who may push them.
   */
  private static boolean isNoName(ConditionPart condition, FieldRead read) {
    return (condition.node() instanceof ExpressionNode.Call call
            && call.function().equals("isImageIn"))
        || (isEquality(condition)
            && constants(condition)
                .anyMatch(
                    text ->
                        text.isEmpty() || (read.name().equals("binary") && !text.startsWith("/"))));
  }

  private static boolean isFullPath(ConditionPart condition, FieldRead read) {
    return read.name().equals("binary")
        && (isEquality(condition)
            || condition.node() instanceof ExpressionNode.Member
            || asks(condition, ExpressionNode.TextTest.Test.STARTS_WITH))
        && constants(condition)
            .allMatch(
                path -> path.startsWith("/") && WRITABLE.stream().noneMatch(path::startsWith));
  }

  /** The texts that are written out among its operands. */
  private static Stream<String> constants(ConditionPart condition) {
    return condition.node().operands().stream()
        .flatMap(
            operand ->
                operand instanceof ExpressionNode.ListOf list
                    ? list.elements().stream()
                    : Stream.of(operand))
        .map(ExpressionNode::text)
        .filter(Objects::nonNull);
  }

  private static boolean asks(ConditionPart condition, ExpressionNode.TextTest.Test test) {
    return condition.node() instanceof ExpressionNode.TextTest asked && asked.test() == test;
  }
}
