package dev.tocsin.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a text for a shell, the files between them, and whose output goes where. Commands
 * and files are nodes with an index each.
 */
final class ShellFlow {
  /** The nodes of a text that are kept. */
  static final int MOST = 256;

  /** A command, or a file when there is none. */
  private static final class Node {
    final @Nullable CommandLine command;
    final boolean redirected;

    /** The nodes whose content it reads, or is written to it. */
    final Set<Integer> inputs = new HashSet<>();

    /** The nodes whose content it runs, whatever its program is. */
    final Set<Integer> code = new HashSet<>();

    Node(@Nullable CommandLine command, boolean redirected) {
      this.command = command;
      this.redirected = redirected;
    }

    boolean runsInput() {
      if (command == null) {
        return false;
      }
      Command effective = command.effective();
      ScriptRunner interpreter = ScriptRunner.of(effective);
      return interpreter != null && interpreter.runsInput(effective);
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> files = new HashMap<>();

  int add(CommandLine command, boolean redirected) {
    nodes.add(new Node(command, redirected));
    return nodes.size() - 1;
  }

  /** The node of a file, or of all connections. */
  int file(String path) {
    String name = isSocket(path) ? ShellText.SOCKET : path;
    return files.computeIfAbsent(
        name,
        key -> {
          nodes.add(new Node(null, false));
          return nodes.size() - 1;
        });
  }

  static boolean isSocket(String path) {
    return path.startsWith("/dev/tcp/") || path.startsWith("/dev/udp/");
  }

  boolean isFull() {
    return nodes.size() >= MOST;
  }

  boolean hasInputs(int command) {
    return !nodes.get(command).inputs.isEmpty();
  }

  @Nullable CommandLine command(int node) {
    return nodes.get(node).command;
  }

  /** A command reads what others put out; a file holds it. */
  void reads(int node, Collection<Integer> sources) {
    nodes.get(node).inputs.addAll(sources);
  }

  void runs(int command, Collection<Integer> sources) {
    nodes.get(command).code.addAll(sources);
  }

  List<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    for (Node node : nodes) {
      if (node.command != null) {
        commands.add(node.command);
      }
    }
    return commands;
  }

  /** The only command, when it has no redirection. */
  @Nullable CommandLine single() {
    CommandLine single = null;
    for (Node node : nodes) {
      if (node.command != null) {
        if (single != null || node.redirected) {
          return null;
        }
        single = node.command;
      }
    }
    return single;
  }

  boolean runsOutputOf(Iterable<String> sources) {
    List<CommandPattern> patterns = new ArrayList<>();
    Integer socket = null;
    for (String source : sources) {
      if (source.equals(ShellText.SOCKET)) {
        socket = files.get(ShellText.SOCKET);
      } else {
        patterns.add(CommandPattern.of(source));
      }
    }
    for (Node node : nodes) {
      if (reaches(node.code, patterns, socket)
          || (node.runsInput() && reaches(node.inputs, patterns, socket))) {
        return true;
      }
    }
    return false;
  }

  private boolean reaches(
      Set<Integer> from, List<CommandPattern> patterns, @Nullable Integer socket) {
    Deque<Integer> open = new ArrayDeque<>(from);
    Set<Integer> seen = new HashSet<>(from);
    while (!open.isEmpty()) {
      Integer next = open.pop();
      if (next.equals(socket)) {
        return true;
      }
      Node node = nodes.get(next);
      if (node.command != null && isAnyOf(node.command, patterns)) {
        return true;
      }
      for (int input : node.inputs) {
        if (seen.add(input)) {
          open.push(input);
        }
      }
    }
    return false;
  }

  private static boolean isAnyOf(CommandLine line, List<CommandPattern> patterns) {
    for (Command command : line.chain()) {
      for (CommandPattern pattern : patterns) {
        if (pattern.matches(command)) {
          return true;
        }
      }
    }
    return false;
  }
}
