package dev.tocsin.importer.falco;

import com.google.common.base.Splitter;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Holds;
import java.util.List;
import java.util.Set;

/** Events of Falco that Tetragon has too, with the tracing policies that ship with Tocsin. */
enum FalcoEvent {
  EXECUTE("ProcessExec", Set.of("execve", "execveat"), "true", List.of(), ""),
  OPEN_TO_WRITE(
      "FileAccess",
      Set.of("open", "openat", "openat2", "creat", "open_by_handle_at"),
      "file.action == 'write' && event.function == 'security_file_open'",
      List.of(),
      "files opened for writing: Tetragon sees those that could be opened"),
  OPEN_TO_READ(
      "FileAccess",
      Set.of("open", "openat", "openat2", "open_by_handle_at"),
      "file.action == 'open'",
      List.of(),
      "files opened for reading: opens for writing are seen too"),
  CONNECT(
      "ProcessConnect",
      Set.of("connect"),
      "true",
      List.of("tocsin-connect"),
      "connections are attempts over TCP, and none to the loopback"),
  LISTEN(
      "ProcessKprobe",
      Set.of("listen"),
      "event.function == 'inet_csk_listen_start'",
      List.of("tocsin-listen"),
      "sockets that begin to listen; connections that are accepted are not seen"),
  PTRACE(
      "ProcessKprobe",
      Set.of("ptrace"),
      "event.function == 'sys_ptrace'",
      List.of("tocsin-ptrace"),
      "ptrace in containers that writes, attaches or seizes"),
  CHMOD(
      "FileAccess",
      Set.of("chmod", "fchmod", "fchmodat", "fchmodat2"),
      "event.function == 'security_path_chmod'",
      List.of("tocsin-permissions"),
      "modes with a set-id bit that are set in containers"),
  LOAD_MODULE(
      "ProcessKprobe",
      Set.of("init_module", "finit_module"),
      "event.function in ['sys_init_module', 'sys_finit_module']",
      List.of("tocsin-modules"),
      ""),
  ENTER_NAMESPACE(
      "ProcessKprobe",
      Set.of("setns"),
      "event.function == 'sys_setns'",
      List.of("tocsin-namespaces"),
      "in containers"),
  MAKE_NAMESPACE(
      "ProcessKprobe",
      Set.of("unshare"),
      "event.function == 'sys_unshare'",
      List.of("tocsin-namespaces"),
      "in containers"),
  SET_USER(
      "ProcessKprobe",
      Set.of("setuid", "setreuid", "setresuid"),
      "event.function in ['sys_setuid', 'sys_setreuid', 'sys_setresuid']",
      List.of("tocsin-credentials"),
      "changes to root in containers"),
  BPF(
      "ProcessKprobe",
      Set.of("bpf"),
      "event.function == 'security_bpf'",
      List.of("tocsin-bpf"),
      "programs that are loaded"),
  REMOVE(
      "FileAccess",
      Set.of("unlink", "unlinkat"),
      "file.action == 'remove'",
      List.of("tocsin-file-removal"),
      "seen in part: files whose removal tocsin-file-removal traces: logs and histories"),
  RENAME(
      "FileAccess",
      Set.of("rename", "renameat", "renameat2"),
      "file.action == 'rename'",
      List.of("tocsin-file-removal", "tocsin-file-writes"),
      "seen in part: renames that tocsin-file-removal and tocsin-file-writes trace"),
  LINK(
      "FileAccess",
      Set.of("link", "linkat"),
      "file.action == 'link'",
      List.of("tocsin-files", "tocsin-file-writes"),
      "seen in part: links that tocsin-files and tocsin-file-writes trace");

  private final String kind;
  private final Set<String> types;
  private final String guard;
  private final List<String> tracing;
  private final String note;

  FalcoEvent(String kind, Set<String> types, String guard, List<String> tracing, String note) {
    this.kind = kind;
    this.types = types;
    this.guard = guard;
    this.tracing = tracing;
    this.note = note;
  }

  /** As {@code spec.events} has it. */
  String kind() {
    return kind;
  }

  /** Values of {@code evt.type}. */
  Set<String> types() {
    return types;
  }

  /** Which events of the kind are meant. */
  RuleCondition guard() {
    return guard.equals("true")
        ? RuleCondition.TRUE
        : RuleCondition.all(
            Splitter.on(" && ").splitToStream(guard).<RuleCondition>map(Holds::new).toList());
  }

  /** What tells them from events of other kinds, where a policy looks at several. */
  RuleCondition kindGuard() {
    return switch (this) {
      case EXECUTE -> new Holds("event.kind == 'ProcessExec'");
      case CONNECT -> new Holds("connection.destinationIP != ''");
      default -> RuleCondition.TRUE;
    };
  }

  /** Which tracing policies it needs, besides those for paths. */
  List<String> tracing() {
    return tracing;
  }

  /** What is not quite the same; may be empty. */
  String note() {
    return note;
  }

  boolean isOpen() {
    return this == OPEN_TO_WRITE || this == OPEN_TO_READ;
  }

  boolean isConnection() {
    return this == CONNECT || this == LISTEN;
  }
}
