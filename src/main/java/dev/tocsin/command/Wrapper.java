package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes one layer off a command: the command that it runs in its own place. */
final class Wrapper {
  /** How the names of dynamic loaders begin. */
  static final List<String> LOADERS = List.of("ld-linux", "ld-musl", "ld.so");

  /** {@code microk8s.kubectl} is the kubectl of microk8s. */
  static final String ALIAS = "microk8s.";

  /** One file, many programs: the first argument says which. */
  private static final Set<String> MULTI_CALL = Set.of("busybox", "toybox", "sbase-box", "snap");

  private static final Set<String> CLUSTER_TOOLS =
      Set.of("kubectl", "ctr", "crictl", "helm", "helm3", "istioctl", "linkerd", "cilium");

  private static final Set<String> CLUSTER_BINARIES = Set.of("k3s", "k0s", "microk8s", "minikube");

  /** What they run comes right behind their options. */
  private static final Set<String> PLAIN =
      Set.of(
          "nohup",
          "setsid",
          "stdbuf",
          "nice",
          "ionice",
          "time",
          "xargs",
          "parallel",
          "strace",
          "ltrace",
          "tini",
          "dumb-init",
          "catatonit",
          "pkexec",
          "sshpass",
          "dbus-run-session",
          "catchsegv",
          "fakeroot",
          "eatmydata",
          "unbuffer");

  /** The first operand is their own: a time, a directory, a user, a mask. */
  private static final Set<String> AFTER_AN_OPERAND =
      Set.of("timeout", "chroot", "chrt", "taskset", "gosu", "su-exec", "faketime");

  /** With ways of their own to say what they run. */
  private static final Set<String> OTHERS =
      Set.of("coreutils", "env", "sudo", "doas", "su", "runuser", "script", "flock", "watch");

  private Wrapper() {}

  /** The programs that may run another one, by their family; loaders are not among them. */
  static Stream<String> families() {
    return Stream.of(MULTI_CALL, CLUSTER_BINARIES, PLAIN, AFTER_AN_OPERAND, OTHERS)
        .flatMap(Set::stream);
  }

  /** Null when the command is what it does. */
  static @Nullable Command unwrap(Command command, String cwd) {
    String family = ProgramTable.familyOf(command.name());
    if (LOADERS.stream().anyMatch(command.name()::startsWith)) {
      return afterLoader(command, cwd);
    }
    if (MULTI_CALL.contains(family)) {
      return applet(command, family);
    }
    if (family.equals("coreutils")) {
      return coreutil(command);
    }
    if (CLUSTER_BINARIES.contains(family)) {
      return clusterTool(command);
    }
    if (command.name().startsWith(ALIAS)) {
      return new Command(
          command.name().substring(ALIAS.length()), command.path(), command.arguments());
    }
    List<String> operands = command.options().operands();
    if (PLAIN.contains(family)) {
      return ofOperands(operands, 0, cwd);
    }
    if (AFTER_AN_OPERAND.contains(family)) {
      return ofOperands(operands, 1, cwd);
    }
    return switch (family) {
      case "env" -> env(command, cwd);
      case "sudo", "doas" -> sudo(command, cwd);
      case "su", "runuser", "script" -> asUser(command, cwd);
      case "flock" -> text(command) != null ? shell(text(command)) : ofOperands(operands, 1, cwd);
      case "watch" ->
          operands.isEmpty()
              ? null
              : command.options().has("--exec")
                  ? ofOperands(operands, 0, cwd)
                  : shell(String.join(" ", operands));
      default -> null;
    };
  }

  /** Its options all begin with two dashes; those that take a value take the next argument. */
  private static @Nullable Command afterLoader(Command loader, String cwd) {
    Set<String> withValue =
        Set.of(
            "--library-path",
            "--preload",
            "--audit",
            "--argv0",
            "--glibc-hwcaps-prepend",
            "--glibc-hwcaps-mask",
            "--inhibit-rpath");
    List<String> arguments = loader.arguments();
    int i = 0;
    while (i < arguments.size() && arguments.get(i).startsWith("--")) {
      i += withValue.contains(arguments.get(i)) ? 2 : 1;
    }
    return ofOperands(arguments, i, cwd);
  }

  private static @Nullable Command applet(Command command, String family) {
    List<String> arguments = command.arguments();
    int first = family.equals("snap") && startsWith(arguments, "run") ? 1 : 0;
    if (arguments.size() <= first
        || arguments.get(first).startsWith("-")
        || (family.equals("snap") && first == 0)) {
      return null;
    }
    return new Command(
        Command.baseName(arguments.get(first)),
        command.path(),
        arguments.subList(first + 1, arguments.size()));
  }

  private static @Nullable Command coreutil(Command command) {
    List<String> arguments = command.arguments();
    if (arguments.isEmpty()) {
      return null;
    }
    String first = arguments.getFirst();
    for (String prefix : List.of("--coreutils-prog=", "--coreutils-prog-shebang=")) {
      if (first.startsWith(prefix)) {
        return new Command(
            Command.baseName(first.substring(prefix.length())),
            command.path(),
            arguments.subList(1, arguments.size()));
      }
    }
    return applet(command, "");
  }

  private static @Nullable Command clusterTool(Command command) {
    List<String> arguments = command.arguments();
    if (arguments.isEmpty() || !CLUSTER_TOOLS.contains(arguments.getFirst())) {
      return null;
    }
    int from = arguments.size() > 1 && arguments.get(1).equals("--") ? 2 : 1;
    return new Command(
        arguments.getFirst(), command.path(), arguments.subList(from, arguments.size()));
  }

  private static @Nullable Command env(Command command, String cwd) {
    List<String> words = new ArrayList<>();
    String split = command.options().value("-S");
    if (split != null) {
      words.addAll(List.of(split.trim().split("\\s+")));
    }
    words.addAll(command.options().operands());
    return ofOperands(words, assignments(words), cwd);
  }

  private static @Nullable Command sudo(Command command, String cwd) {
    Options options = command.options();
    if (options.has("-l") || options.has("-v") || options.has("-e")) {
      return null;
    }
    int from = assignments(options.operands());
    if (from < options.operands().size()) {
      return ofOperands(options.operands(), from, cwd);
    }
    return options.has("-s") || options.has("-i") ? new Command("sh", "sh", List.of()) : null;
  }

  private static @Nullable Command asUser(Command command, String cwd) {
    String text = text(command);
    if (text != null) {
      return shell(text);
    }
    return command.name().equals("runuser") && command.options().has("-u")
        ? ofOperands(command.options().operands(), 0, cwd)
        : null;
  }

  private static @Nullable String text(Command command) {
    return command.options().value("-c");
  }

  private static Command shell(@Nullable String text) {
    return new Command("sh", "sh", text == null ? List.of() : List.of("-c", text));
  }

  private static int assignments(List<String> words) {
    int n = 0;
    while (n < words.size() && words.get(n).indexOf('=') > 0) {
      n++;
    }
    return n;
  }

  private static @Nullable Command ofOperands(List<String> operands, int from, String cwd) {
    return from < operands.size() && !operands.get(from).isEmpty()
        ? Command.ofWords(operands.subList(from, operands.size()), cwd)
        : null;
  }

  private static boolean startsWith(List<String> arguments, String word) {
    return !arguments.isEmpty() && arguments.getFirst().equals(word);
  }
}
