package dev.tocsin.event;

/** Asks an event for all that can be asked. */
final class EveryField {
  private EveryField() {}

  static void read(Event event) {
    for (EventKind kind : EventKind.values()) {
      event.is(kind);
    }
    event.timeNanos();
    event.node();
    event.cluster();
    event.nodeLabels();
    event.function();
    event.path();
    event.tracingPolicy();
    event.action();
    event.returnAction();
    event.message();
    event.tags();
    event.returnValue();
    event.imaHash();
    event.exitSignal();
    event.exitStatus();
    event.exitTimeNanos();
    event.buildId();
    event.throttle();
    event.cgroup();
    event.connection();
    event.file();
    read(event.process());
    read(event.parent());
    event.ancestors().forEach(EveryField::read);
    event.arguments().forEach(EveryField::read);
    read(event.returned());
  }

  private static void read(ProcessView process) {
    process.execId();
    process.parentExecId();
    process.pid();
    process.tid();
    process.uid();
    process.auid();
    process.cwd();
    process.binary();
    process.name();
    process.arguments();
    process.commandLine();
    process.fromProcFs();
    process.startTimeNanos();
    process.docker();
    process.inInitTree();
    process.userName();
    process.environment();
    PodView pod = process.pod();
    pod.namespace();
    pod.name();
    pod.uid();
    pod.labels();
    pod.annotations();
    pod.workload();
    pod.workloadKind();
    pod.containerId();
    pod.containerName();
    pod.image();
    pod.imageId();
    pod.containerStartTimeNanos();
    pod.maybeExecProbe();
    pod.privileged();
    read(process.capabilities());
    for (NamespaceType type : NamespaceType.values()) {
      process.namespaces().inum(type);
      process.namespaces().isHost(type);
    }
    read(process.credentials());
    BinaryView binary = process.binaryProperties();
    binary.setuid();
    binary.setgid();
    binary.privilegesChanged();
    binary.path();
    binary.inode();
    binary.links();
  }

  private static void read(CapabilitiesView capabilities) {
    capabilities.permitted();
    capabilities.effective();
    capabilities.inheritable();
  }

  private static void read(CredentialsView credentials) {
    credentials.uid();
    credentials.gid();
    credentials.euid();
    credentials.egid();
    credentials.suid();
    credentials.sgid();
    credentials.fsuid();
    credentials.fsgid();
    credentials.securebits();
    read(credentials.capabilities());
    read(credentials.userNamespace());
  }

  private static void read(UserNamespaceView namespace) {
    namespace.level();
    namespace.uid();
    namespace.gid();
    namespace.inum();
    namespace.isHost();
  }

  private static void read(Argument argument) {
    argument.label();
    argument.text();
    argument.number();
    argument.bytes();
    for (ArgumentField field : ArgumentField.values()) {
      argument.text(field);
      argument.number(field);
      argument.texts(field);
    }
    read(argument.credentials());
    read(argument.userNamespace());
    read(argument.capabilities());
  }
}
