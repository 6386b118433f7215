package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How it came to a process, to read: the process first, then who started it. What is at the far end
 * and of the container's runtime is one line; it is named all the same, since a process can call
 * itself so.
 */
final class ProcessLines {
  private static final int LONGEST = 200;

  private static final Set<String> RUNTIME =
      Set.of(
          "runc",
          "crun",
          "runsc",
          "conmon",
          "crio",
          "containerd",
          "containerd-shim",
          "containerd-shim-runc-v2",
          "dockerd",
          "kubelet",
          "systemd",
          "init");

  private ProcessLines() {}

  /**
   * @param ancestors parent first
   */
  static List<String> of(ProcessFacts process, List<ProcessFacts> ancestors) {
    List<String> lines = new ArrayList<>(lines("", process));
    int known = ancestors.size();
    while (known > 0 && isRuntime(ancestors.get(known - 1))) {
      known--;
    }
    for (ProcessFacts ancestor : ancestors.subList(0, known)) {
      lines.addAll(lines("started by ", ancestor));
    }
    if (known < ancestors.size()) {
      lines.add(
          "started by the runtime: "
              + ancestors.subList(known, ancestors.size()).stream()
                  .map(each -> text(name(each)))
                  .collect(Collectors.joining(", ")));
    }
    return lines;
  }

  private static boolean isRuntime(ProcessFacts process) {
    return RUNTIME.contains(name(process));
  }

  private static List<String> lines(String prefix, ProcessFacts process) {
    String command =
        Objects.toString(process.binary(), name(process))
            + (process.arguments() == null ? "" : " " + process.arguments());
    String details = details(process);
    return details.isEmpty()
        ? List.of(prefix + text(command))
        : List.of(prefix + text(command), "    " + details);
  }

  private static String details(ProcessFacts process) {
    List<String> details = new ArrayList<>();
    if (process.pid() != null) {
      details.add("pid " + process.pid());
    }
    if (process.uid() != null) {
      String uid = "uid " + process.uid();
      details.add(process.user() == null ? uid : "user " + text(process.user()) + " (" + uid + ")");
    }
    if (process.cwd() != null) {
      details.add("in " + text(process.cwd()));
    }
    if (process.startTime() != null) {
      details.add("since " + text(process.startTime()));
    }
    return String.join(", ", details);
  }

  private static String name(ProcessFacts process) {
    return Objects.toString(process.name(), "?");
  }

  private static String text(@Nullable String text) {
    return Visible.line(Objects.toString(text, ""), LONGEST);
  }
}
