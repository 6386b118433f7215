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
  private static final Set<String> MULTI_CALL =
      Set.of(
          "busybox",
          "toybox",
          "sbase-box",
          "snap",
          "xtables-nft-multi",
          "xtables-legacy-multi",
          "dropbearmulti");

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
          "unbuffer",
          "setpriv",
          "prlimit",
          "numactl",
          "choom",
          "cpulimit",
          "proxychains",
          "torsocks",
          "torify",
          "tsocks",
          "chpst",
          "linux32",
          "linux64",
          "proot",
          "ssh-agent");

  /** The first operand is their own: a time, a directory, a user, a mask. */
  private static final Set<String> AFTER_AN_OPERAND =
      Set.of(
          "timeout",
          "chroot",
          "chrt",
          "taskset",
          "gosu",
          "su-exec",
          "faketime",
          "setuidgid",
          "s6-setuidgid",
          "envdir",
          "s6-envdir");

  /** With ways of their own to say what they run. */
  private static final Set<String> OTHERS =
      Set.of(
          "coreutils",
          "env",
          "sudo",
          "doas",
          "su",
          "runuser",
          "script",
          "sg",
          "flock",
          "watch",
          "capsh");

  private Wrapper() {}

  /** The programs that may run another one, by their usual names; loaders are not among them. */
  static Stream<String> names() {
    return Stream.of(MULTI_CALL, CLUSTER_BINARIES, PLAIN, AFTER_AN_OPERAND, OTHERS)
        .flatMap(Set::stream);
  }

  /** Null when the command is what it does. */
  static @Nullable Command unwrap(Command command) {
    String name = command.name();
    if (isLoader(name)) {
      return afterLoader(command);
    }
    if (MULTI_CALL.contains(name)) {
      return applet(command, name);
    }
    if (name.equals("coreutils")) {
      return coreutil(command);
    }
    if (CLUSTER_BINARIES.contains(name)) {
      return clusterTool(command);
    }
    if (name.startsWith(ALIAS)) {
      return command.as(name.substring(ALIAS.length()), command.arguments());
    }
    if (PLAIN.contains(name)) {
      return ofOperands(command, command.options().operands(), 0);
    }
    if (AFTER_AN_OPERAND.contains(name)) {
      return ofOperands(command, command.options().operands(), 1);
    }
    return switch (name) {
      case "env" -> env(command);
      case "sudo", "doas" -> sudo(command);
      case "su", "runuser", "script", "sg" -> asUser(command);
      case "flock" -> flock(command);
      case "capsh" -> capsh(command);
      case "watch" -> watch(command);
      default -> null;
    };
  }

  private static boolean isLoader(String name) {
    for (String loader : LOADERS) {
      if (name.startsWith(loader)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Command watch(Command command) {
    List<String> operands = command.options().operands();
    if (operands.isEmpty()) {
      return null;
    }
    return command.options().has("--exec")
        ? ofOperands(command, operands, 0)
        : shell(command, String.join(" ", operands));
  }

  /** Its options all begin with two dashes; those that take a value take the next argument. */
  private static @Nullable Command afterLoader(Command loader) {
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
    return ofOperands(loader, arguments, i);
  }

  private static @Nullable Command applet(Command command, String name) {
    List<String> arguments = command.arguments();
    int first = name.equals("snap") && startsWith(arguments, "run") ? 1 : 0;
    if (arguments.size() <= first
        || arguments.get(first).startsWith("-")
        || (name.equals("snap") && first == 0)) {
      return null;
    }
    return command.as(
        Command.baseName(arguments.get(first)), arguments.subList(first + 1, arguments.size()));
  }

  private static @Nullable Command coreutil(Command command) {
    List<String> arguments = command.arguments();
    if (arguments.isEmpty()) {
      return null;
    }
    String first = arguments.getFirst();
    for (String prefix : List.of("--coreutils-prog=", "--coreutils-prog-shebang=")) {
      if (first.startsWith(prefix)) {
        return command.as(
            Command.baseName(first.substring(prefix.length())),
            arguments.subList(1, arguments.size()));
      }
    }
    return applet(command, "");
  }

  private static @Nullable Command clusterTool(Command command) {
    List<String> words = command.options().operands();
    if (words.isEmpty() || !CLUSTER_TOOLS.contains(words.getFirst())) {
      return null;
    }
    int from = words.size() > 1 && words.get(1).equals("--") ? 2 : 1;
    return command.as(words.getFirst(), words.subList(from, words.size()));
  }

  private static @Nullable Command env(Command command) {
    List<String> words = new ArrayList<>();
    String split = command.options().value("-S");
    if (split != null) {
      words.addAll(List.of(split.trim().split("\\s+")));
    }
    words.addAll(command.options().operands());
    return ofOperands(command, words, assignments(words));
  }

  private static @Nullable Command sudo(Command command) {
    Options options = command.options();
    if (options.has("-l") || options.has("-v") || options.has("-e")) {
      return null;
    }
    int from = assignments(options.operands());
    if (from < options.operands().size()) {
      return ofOperands(command, options.operands(), from);
    }
    return options.has("-s") || options.has("-i")
        ? Command.ofWords(List.of("sh"), command.cwd())
        : null;
  }

  private static @Nullable Command flock(Command command) {
    String text = text(command);
    return text == null
        ? ofOperands(command, command.options().operands(), 1)
        : shell(command, text);
  }

  /** It runs bash with what stands behind its own options. */
  private static @Nullable Command capsh(Command command) {
    int end = command.arguments().indexOf("--");
    if (end < 0) {
      return null;
    }
    List<String> words = new ArrayList<>(List.of("bash"));
    words.addAll(command.arguments().subList(end + 1, command.arguments().size()));
    return Command.ofWords(words, command.cwd());
  }

  private static @Nullable Command asUser(Command command) {
    String text = text(command);
    if (text != null) {
      return shell(command, text);
    }
    return command.name().equals("runuser") && command.options().has("-u")
        ? ofOperands(command, command.options().operands(), 0)
        : null;
  }

  private static @Nullable String text(Command command) {
    return command.options().value("-c");
  }

  private static Command shell(Command command, String text) {
    return Command.ofWords(List.of("sh", "-c", text), command.cwd());
  }

  private static int assignments(List<String> words) {
    int n = 0;
    while (n < words.size() && words.get(n).indexOf('=') > 0) {
      n++;
    }
    return n;
  }

  private static @Nullable Command ofOperands(Command command, List<String> operands, int from) {
    return from < operands.size() && !operands.get(from).isEmpty()
        ? Command.ofWords(operands.subList(from, operands.size()), command.cwd())
        : null;
  }

  private static boolean startsWith(List<String> arguments, String word) {
    return !arguments.isEmpty() && arguments.getFirst().equals(word);
  }
}
