package dev.tocsin.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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

    /** What redirections give it to read, as paths. */
    final Set<String> files = new LinkedHashSet<>();

    /** Where redirections put what it writes. */
    final Set<String> written = new LinkedHashSet<>();

    Node(@Nullable CommandLine command, boolean redirected) {
      this.command = command;
      this.redirected = redirected;
    }

    boolean runsInput() {
      return command != null && command.runsInput();
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

  /** Each with the files that redirections tie to it. */
  List<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    for (Node node : nodes) {
      if (node.command != null) {
        commands.add(
            node.files.isEmpty() && node.written.isEmpty()
                ? node.command
                : node.command.with(new Command.Redirected(node.files, node.written)));
      }
    }
    return commands;
  }

  /** A redirection gives the command a file to read. */
  void isGiven(int command, String path) {
    nodes.get(command).files.add(path);
  }

  /** What the command puts out goes to a file. */
  void writes(int command, String path) {
    reads(file(path), Set.of(command));
    nodes.get(command).written.add(path);
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

  boolean runsOutputOf(CommandPatterns sources) {
    List<Integer> found = nodesOf(sources);
    if (found.isEmpty()) {
      return false;
    }
    BitSet carrying = carrying(found);
    for (Node node : nodes) {
      if (node.code.stream().anyMatch(carrying::get)
          || (node.runsInput() && node.inputs.stream().anyMatch(carrying::get))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The nodes that have output of one of the sources, through any others. Each is looked at once.
   */
  private BitSet carrying(List<Integer> sources) {
    Map<Integer, List<Integer>> readers = new HashMap<>();
    for (int node = 0; node < nodes.size(); node++) {
      for (int input : nodes.get(node).inputs) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
    BitSet carrying = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(sources);
    while (!open.isEmpty()) {
      int next = open.pop();
      if (!carrying.get(next)) {
        carrying.set(next);
        open.addAll(readers.getOrDefault(next, List.of()));
      }
    }
    return carrying;
  }

  private List<Integer> nodesOf(CommandPatterns sources) {
    List<Integer> found = new ArrayList<>();
    Integer socket = sources.hasSocket() ? files.get(ShellText.SOCKET) : null;
    if (socket != null) {
      found.add(socket);
    }
    for (int node = 0; node < nodes.size(); node++) {
      CommandLine line = nodes.get(node).command;
      if (line != null && sources.matchAny(line.chain())) {
        found.add(node);
      }
    }
    return found;
  }
}
