package dev.tocsin.lint;

import dev.tocsin.event.EventKind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Fields that the events of a policy never have. */
final class AbsentFieldCheck implements PolicyCheck {
  private static final Set<EventKind> PLACED =
      EnumSet.complementOf(EnumSet.of(EventKind.PROCESS_THROTTLE, EventKind.UNKNOWN));

  private static final Set<EventKind> PROCESSES =
      EnumSet.complementOf(
          EnumSet.of(EventKind.PROCESS_THROTTLE, EventKind.SECURITY_ALERT, EventKind.UNKNOWN));

  private static final Map<String, Set<EventKind>> VARIABLES =
      Map.ofEntries(
          Map.entry("connection", Kinds.HOOKS),
          Map.entry("file", Kinds.HOOKS),
          Map.entry("args", Kinds.HOOKS),
          Map.entry("@argumentsByLabel", Kinds.HOOKS),
          Map.entry("process", PROCESSES),
          Map.entry("parent", PROCESSES),
          Map.entry("ancestors", PROCESSES),
          Map.entry("pod", PLACED),
          Map.entry("container", PLACED),
          Map.entry("alert", EnumSet.of(EventKind.SECURITY_ALERT)));

  private static final Set<EventKind> KPROBES =
      EnumSet.of(EventKind.PROCESS_KPROBE, EventKind.PROCESS_CONNECT, EventKind.FILE_ACCESS);

  private static final Map<String, Set<EventKind>> OF_EVENT =
      Map.ofEntries(
          Map.entry("function", Kinds.HOOKS),
          Map.entry("tracingPolicy", Kinds.HOOKS),
          Map.entry("action", Kinds.HOOKS),
          Map.entry("message", Kinds.HOOKS),
          Map.entry("tags", Kinds.HOOKS),
          Map.entry("returnValue", KPROBES),
          Map.entry("returnAction", KPROBES),
          Map.entry(
              "path",
              EnumSet.of(
                  EventKind.PROCESS_UPROBE, EventKind.PROCESS_USDT, EventKind.PROCESS_LOADER)),
          Map.entry("buildId", EnumSet.of(EventKind.PROCESS_LOADER)),
          Map.entry(
              "imaHash",
              EnumSet.of(EventKind.PROCESS_LSM, EventKind.PROCESS_CONNECT, EventKind.FILE_ACCESS)),
          Map.entry("signal", EnumSet.of(EventKind.PROCESS_EXIT)),
          Map.entry("status", EnumSet.of(EventKind.PROCESS_EXIT)),
          Map.entry("throttle", EnumSet.of(EventKind.PROCESS_THROTTLE)),
          Map.entry("cgroup", EnumSet.of(EventKind.PROCESS_THROTTLE)));

  @Override
  public void check(PolicySubject policy, Findings findings) {
    policy.expressions().list().stream()
        .flatMap(FieldRead::of)
        .forEach(read -> check(policy, read, findings));
  }

  private static void check(PolicySubject policy, FieldRead read, Findings findings) {
    Set<EventKind> having =
        read.owner().isEmpty()
            ? VARIABLES.get(read.name())
            : read.owner().equals("tocsin.Event") ? OF_EVENT.get(read.name()) : null;
    Set<EventKind> chosen = read.expression().events();
    if (having == null || chosen.isEmpty() || chosen.stream().anyMatch(having::contains)) {
      return;
    }
    String path = read.name().startsWith("@") ? "arg()" : read.path();
    String instead =
        having.size() > Kinds.HOOKS.size()
            ? ""
            : "; those of " + Kinds.words(new TreeSet<>(having)) + " can";
    findings.add(
        Rule.ABSENT_FIELD,
        policy.object(),
        read.place(),
        "events of " + Kinds.words(chosen) + " never have " + path + instead);
  }
}
