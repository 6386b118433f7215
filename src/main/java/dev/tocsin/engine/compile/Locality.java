package dev.tocsin.engine.compile;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the windows of a policy are counted: on the node that sees the events, or where the matches
 * of all nodes come together.
 *
 * <p>A window belongs to one node when its group does: one expression of {@code groupBy} whose
 * value no other node has is enough. Only plain paths are looked at ({@code pod.uid}, or a variable
 * that stands for one); any other expression may have the same value on two nodes, and the window
 * spans them. An absent value ({@code pod.uid} of a host process) is no other node's either: a
 * window that belongs to a node never counts matches of two.
 *
 * @param spansNodes whether matches of several nodes may count together
 * @param reason a sentence for people
 */
public record Locality(boolean spansNodes, String reason) {
  private static final String POD = "a pod runs on one node";
  private static final String CONTAINER = "a container runs on one node";
  private static final String NODE = "it is the node";
  private static final String PROCESS = "a process runs on one node";

  /** Paths whose value belongs to one node, and why. */
  private static final Map<String, String> PINS =
      Map.ofEntries(
          Map.entry("pod.uid", POD),
          Map.entry("process.pod.uid", POD),
          Map.entry("parent.pod.uid", POD),
          Map.entry("container.id", CONTAINER),
          Map.entry("process.pod.container.id", CONTAINER),
          Map.entry("parent.pod.container.id", CONTAINER),
          Map.entry("process.docker", CONTAINER),
          Map.entry("parent.docker", CONTAINER),
          Map.entry("pod.node", NODE),
          Map.entry("node.name", NODE),
          Map.entry("event.node", NODE),
          Map.entry("process.exec_id", PROCESS),
          Map.entry("process.parent_exec_id", PROCESS),
          Map.entry("parent.exec_id", PROCESS),
          Map.entry("parent.parent_exec_id", PROCESS));

  /**
   * @param groupBy the expressions that compiled
   * @param variables those of the policy, by name
   */
  static Locality of(
      Policy policy, List<CheckedExpression> groupBy, Map<String, CheckedExpression> variables) {
    if (policy.isOverAlerts()) {
      return spanning("alerts come from all of them");
    }
    if (groupBy.isEmpty()) {
      return spanning("groupBy is empty, and there is one window for everything");
    }
    Set<String> paths = new HashSet<>();
    for (CheckedExpression expression : groupBy) {
      String path = path(expression.tree(), variables);
      String why = PINS.get(path);
      if (why != null) {
        return pinned(expression.text() + ": " + why);
      }
      paths.add(path);
    }
    if (paths.contains("pod.name") && paths.contains("pod.namespace")) {
      return pinned("pod.namespace and pod.name: " + POD);
    }
    if (paths.contains("pod.name") && !policy.scope().isCluster()) {
      return pinned("pod.name, in the policy's own namespace: " + POD);
    }
    return spanning("nothing in groupBy belongs to one node");
  }

  private static Locality pinned(String reason) {
    return new Locality(false, "Counted on each node: groupBy has " + reason + ".");
  }

  private static Locality spanning(String reason) {
    return new Locality(true, "Counted over all nodes: " + reason + ".");
  }

  /** {@code a.b.c}; {@code ""} for anything but such a path. */
  private static String path(ExpressionNode node, Map<String, CheckedExpression> variables) {
    return switch (node) {
      case ExpressionNode.Name name -> name.name();
      case ExpressionNode.Field field when field.object().isName(Environment.VARIABLES) ->
          Optional.ofNullable(variables.get(field.name()))
              .map(variable -> path(variable.tree(), variables))
              .orElse("");
      case ExpressionNode.Field field -> {
        String of = path(field.object(), variables);
        yield of.isEmpty() ? "" : of + "." + field.name();
      }
      default -> "";
    };
  }
}
