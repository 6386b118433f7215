package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ascii;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampOrBuilder;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.Capabilities;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeAction;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.Namespace;
import dev.tocsin.source.proto.Namespaces;
import dev.tocsin.source.proto.Pod;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessConnect;
import dev.tocsin.source.proto.ProcessCredentials;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessExit;
import dev.tocsin.source.proto.ProcessKprobe;
import dev.tocsin.source.proto.ProcessLoader;
import dev.tocsin.source.proto.ProcessLsm;
import dev.tocsin.source.proto.ProcessThrottle;
import dev.tocsin.source.proto.ProcessTracepoint;
import dev.tocsin.source.proto.ProcessUprobe;
import dev.tocsin.source.proto.ProcessUsdt;
import dev.tocsin.source.proto.UserNamespace;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lazy view reads what protobuf's generated classes read, field for field, in every recorded
 * event; and one view turned from message to message reads what a fresh one reads.
 */
class GeneratedClassesTest {

  static Stream<String> recordings() {
    return Recordings.names().stream();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void theViewReadsWhatTheGeneratedClassesRead(String recording) throws Exception {
    Event reused = Event.of(new byte[0]);
    for (byte[] message : Recordings.messages(recording)) {
      assertSame(GetEventsResponse.parseFrom(message), reused.wrap(message));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.tocsin.event.RandomEvents#seeds")
  void theViewReadsWhatTheGeneratedClassesReadInEventsWithEveryField(long seed) throws Exception {
    RandomEvents events = new RandomEvents(seed);
    Event reused = Event.of(new byte[0]);
    for (int i = 0; i < 200; i++) {
      byte[] message = events.next().toByteArray();
      GetEventsResponse expected = GetEventsResponse.parseFrom(message);
      assertSame(expected, Event.of(message));
      assertSame(expected, reused.wrap(message));
    }
  }

  private static void assertSame(GetEventsResponse expected, Event actual) {
    assertThat(actual.node()).isEqualTo(expected.getNodeName());
    assertThat(actual.cluster()).isEqualTo(expected.getClusterName());
    assertThat(actual.timeNanos()).isEqualTo(nanos(expected.getTime()));
    assertThat(actual.nodeLabels()).isEqualTo(expected.getNodeLabelsMap());
    switch (expected.getEventCase()) {
      case PROCESS_EXEC -> {
        ProcessExec exec = expected.getProcessExec();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_EXEC);
        assertProcesses(exec.getProcess(), exec.getParent(), exec.getAncestorsList(), actual);
      }
      case PROCESS_EXIT -> {
        ProcessExit exit = expected.getProcessExit();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_EXIT);
        assertProcesses(exit.getProcess(), exit.getParent(), exit.getAncestorsList(), actual);
        assertThat(actual.exitSignal()).isEqualTo(exit.getSignal());
        assertThat(actual.exitStatus()).isEqualTo(exit.getStatus() & 0xffff_ffffL);
        assertThat(actual.exitTimeNanos()).isEqualTo(nanos(exit.getTime()));
      }
      case PROCESS_KPROBE -> {
        ProcessKprobe probe = expected.getProcessKprobe();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_KPROBE);
        assertProcesses(probe.getProcess(), probe.getParent(), probe.getAncestorsList(), actual);
        assertThat(actual.function()).isEqualTo(FunctionName.normalise(probe.getFunctionName()));
        assertTraced(
            probe.getPolicyName(),
            probe.getMessage(),
            probe.getTagsList(),
            probe.getActionValue(),
            probe.getArgsList(),
            actual);
        assertThat(actual.returnAction()).isEqualTo(action(probe.getReturnActionValue()));
        assertThat(actual.hasReturnValue()).isEqualTo(probe.hasReturn());
        assertArgument(probe.getReturn(), actual.returned());
      }
      case PROCESS_TRACEPOINT -> {
        ProcessTracepoint point = expected.getProcessTracepoint();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_TRACEPOINT);
        assertProcesses(point.getProcess(), point.getParent(), point.getAncestorsList(), actual);
        assertThat(actual.function()).isEqualTo(point.getSubsys() + "/" + point.getEvent());
        assertTraced(
            point.getPolicyName(),
            point.getMessage(),
            point.getTagsList(),
            point.getActionValue(),
            point.getArgsList(),
            actual);
      }
      case PROCESS_UPROBE -> {
        ProcessUprobe probe = expected.getProcessUprobe();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_UPROBE);
        assertProcesses(probe.getProcess(), probe.getParent(), probe.getAncestorsList(), actual);
        assertThat(actual.function()).isEqualTo(probe.getSymbol());
        assertThat(actual.path()).isEqualTo(probe.getPath());
        assertTraced(
            probe.getPolicyName(),
            probe.getMessage(),
            probe.getTagsList(),
            probe.getActionValue(),
            probe.getArgsList(),
            actual);
      }
      case PROCESS_USDT -> {
        ProcessUsdt probe = expected.getProcessUsdt();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_USDT);
        assertProcesses(probe.getProcess(), probe.getParent(), probe.getAncestorsList(), actual);
        assertThat(actual.function()).isEqualTo(probe.getProvider() + "/" + probe.getName());
        assertThat(actual.path()).isEqualTo(probe.getPath());
        assertTraced(
            probe.getPolicyName(),
            probe.getMessage(),
            probe.getTagsList(),
            probe.getActionValue(),
            probe.getArgsList(),
            actual);
      }
      case PROCESS_LSM -> {
        ProcessLsm hook = expected.getProcessLsm();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_LSM);
        assertProcesses(hook.getProcess(), hook.getParent(), hook.getAncestorsList(), actual);
        assertThat(actual.function()).isEqualTo(FunctionName.normalise(hook.getFunctionName()));
        assertThat(actual.imaHash()).isEqualTo(hook.getImaHash());
        assertTraced(
            hook.getPolicyName(),
            hook.getMessage(),
            hook.getTagsList(),
            hook.getActionValue(),
            hook.getArgsList(),
            actual);
      }
      case PROCESS_LOADER -> {
        ProcessLoader load = expected.getProcessLoader();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_LOADER);
        assertProcesses(load.getProcess(), load.getParent(), load.getAncestorsList(), actual);
        assertThat(actual.path()).isEqualTo(load.getPath());
        assertThat(actual.buildId())
            .isEqualTo(HexFormat.of().formatHex(load.getBuildid().toByteArray()));
      }
      case PROCESS_THROTTLE -> {
        ProcessThrottle throttle = expected.getProcessThrottle();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_THROTTLE);
        assertThat(actual.throttle())
            .isEqualTo(throttle.getTypeValue() == 0 ? "" : throttle.getType().name());
        assertThat(actual.cgroup()).isEqualTo(throttle.getCgroup().replaceFirst("(?s)\0.*", ""));
        assertThat(actual.process().present()).isFalse();
        assertThat(actual.process().binary()).isEmpty();
      }
      case PROCESS_CONNECT -> {
        ProcessConnect connect = expected.getProcessConnect();
        assertThat(actual.kind()).isEqualTo(EventKind.PROCESS_CONNECT);
        assertProcesses(
            connect.getProcess(), connect.getParent(), connect.getAncestorsList(), actual);
        assertThat(Connections.text(actual.connection()))
            .isEqualTo(
                Connections.text(
                    Ascii.toUpperCase(connect.getProtocol()),
                    connect.getSourceIp().replace("::ffff:", ""),
                    connect.getSourcePort(),
                    connect.getDestinationIp().replace("::ffff:", ""),
                    connect.getDestinationPort()));
      }
      case TEST, RATE_LIMIT_INFO, EVENT_NOT_SET ->
          assertThat(actual.kind()).isEqualTo(EventKind.UNKNOWN);
    }
  }

  private static void assertTraced(
      String policy,
      String message,
      List<String> tags,
      int action,
      List<KprobeArgument> arguments,
      Event actual) {
    assertThat(actual.tracingPolicy()).isEqualTo(policy);
    assertThat(actual.message()).isEqualTo(message);
    assertThat(actual.tags()).isEqualTo(tags);
    assertThat(actual.action()).isEqualTo(action(action));
    assertThat(actual.arguments()).hasSameSizeAs(arguments);
    for (int i = 0; i < arguments.size(); i++) {
      assertArgument(arguments.get(i), actual.arguments().get(i));
    }
  }

  /** Proto3 does not send 0, which reads as absent. */
  private static String action(int number) {
    KprobeAction action = KprobeAction.forNumber(number);
    return number == 0 ? "" : action == null ? Integer.toString(number) : action.name();
  }

  private static void assertArgument(KprobeArgument expected, Argument actual) {
    assertThat(actual.label()).isEqualTo(expected.getLabel());
    ExpectedArgument argument = ExpectedArgument.of(expected);
    assertThat(actual.kind()).isEqualTo(argument.kind());
    assertThat(actual.text()).isEqualTo(argument.text());
    assertThat(actual.number()).isEqualTo(argument.number());
    assertThat(actual.bytes()).isEqualTo(argument.bytes());
    for (ArgumentField field : ArgumentField.of(argument.kind())) {
      String name = field.name();
      switch (field.form()) {
        case TEXT -> assertThat(actual.text(field)).as(name).isEqualTo(argument.text(field));
        case NUMBER, LONG, WRAPPED_INT, WRAPPED_BOOL ->
            assertThat(actual.number(field)).as(name).isEqualTo(argument.number(field));
        case TAINTS -> assertThat(actual.texts(field)).as(name).isEqualTo(argument.texts(field));
      }
    }
    assertCredentials(
        expected.hasProcessCredentialsArg(),
        expected.getProcessCredentialsArg(),
        actual.credentials());
    if (expected.hasUserNsArg()) {
      assertUserNamespace(true, expected.getUserNsArg(), actual.userNamespace());
    }
    if (expected.hasCredArg()) {
      assertThat(actual.capabilities().effective())
          .isEqualTo(expected.getCredArg().getEffectiveList().stream().map(Enum::name).toList());
    }
  }

  private static void assertProcesses(
      Process process, Process parent, List<Process> ancestors, Event actual) {
    assertProcess(process, actual.process());
    assertProcess(parent, actual.parent());
    assertThat(actual.ancestors()).hasSameSizeAs(ancestors);
    for (int i = 0; i < ancestors.size(); i++) {
      assertProcess(ancestors.get(i), actual.ancestors().get(i));
    }
  }

  private static void assertProcess(Process expected, ProcessView actual) {
    assertThat(actual.execId()).isEqualTo(expected.getExecId());
    assertThat(actual.parentExecId()).isEqualTo(expected.getParentExecId());
    assertThat(actual.pid()).isEqualTo(expected.getPid().getValue() & 0xffff_ffffL);
    assertThat(actual.tid()).isEqualTo(expected.getTid().getValue() & 0xffff_ffffL);
    assertThat(actual.uid()).isEqualTo(expected.getUid().getValue() & 0xffff_ffffL);
    assertThat(actual.hasUid()).isEqualTo(expected.hasUid());
    assertThat(actual.auid()).isEqualTo(expected.getAuid().getValue() & 0xffff_ffffL);
    assertThat(actual.cwd()).isEqualTo(expected.getCwd());
    assertThat(actual.binary()).isEqualTo(expected.getBinary());
    assertThat(actual.arguments()).isEqualTo(expected.getArguments());
    assertThat(actual.flags()).isEqualTo(expected.getFlags());
    assertThat(actual.startTimeNanos()).isEqualTo(nanos(expected.getStartTime()));
    assertThat(actual.docker()).isEqualTo(expected.getDocker());
    assertThat(actual.inInitTree()).isEqualTo(expected.getInInitTree().getValue());
    assertThat(actual.userName()).isEqualTo(expected.getUser().getName());
    assertThat(actual.environment())
        .isEqualTo(
            expected.getEnvironmentVariablesList().stream()
                .map(each -> new ProcessView.EnvironmentVariable(each.getKey(), each.getValue()))
                .toList());
    assertPod(expected.hasPod(), expected.getPod(), actual.pod());
    assertCapabilities(expected.hasCap(), expected.getCap(), actual.capabilities());
    assertNamespaces(expected.hasNs(), expected.getNs(), actual.namespaces());
    assertCredentials(
        expected.hasProcessCredentials(), expected.getProcessCredentials(), actual.credentials());
    var binary = expected.getBinaryProperties();
    BinaryView view = actual.binaryProperties();
    assertThat(view.present()).isEqualTo(expected.hasBinaryProperties());
    assertThat(view.hasSetuid()).isEqualTo(binary.hasSetuid());
    assertThat(view.setuid()).isEqualTo(binary.getSetuid().getValue() & 0xffff_ffffL);
    assertThat(view.hasSetgid()).isEqualTo(binary.hasSetgid());
    assertThat(view.setgid()).isEqualTo(binary.getSetgid().getValue() & 0xffff_ffffL);
    assertThat(view.privilegesChanged())
        .isEqualTo(binary.getPrivilegesChangedList().stream().map(Enum::name).toList());
    assertThat(view.hasFile()).isEqualTo(binary.hasFile());
    assertThat(view.path()).isEqualTo(binary.getFile().getPath());
    assertThat(view.inode()).isEqualTo(binary.getFile().getInode().getNumber());
    assertThat(view.hasLinks()).isEqualTo(binary.getFile().getInode().hasLinks());
    assertThat(view.links())
        .isEqualTo(binary.getFile().getInode().getLinks().getValue() & 0xffff_ffffL);
  }

  private static void assertPod(boolean present, Pod expected, PodView actual) {
    var container = expected.getContainer();
    assertThat(actual.present()).isEqualTo(present);
    assertThat(actual.namespace()).isEqualTo(expected.getNamespace());
    assertThat(actual.name()).isEqualTo(expected.getName());
    assertThat(actual.uid()).isEqualTo(expected.getUid());
    assertThat(actual.labels()).isEqualTo(expected.getPodLabelsMap());
    assertThat(actual.annotations()).isEqualTo(expected.getPodAnnotationsMap());
    assertThat(actual.workload()).isEqualTo(expected.getWorkload());
    assertThat(actual.workloadKind()).isEqualTo(expected.getWorkloadKind());
    assertThat(actual.containerId()).isEqualTo(container.getId().replaceFirst("^.*?://", ""));
    assertThat(actual.containerName()).isEqualTo(container.getName());
    assertThat(actual.image()).isEqualTo(container.getImage().getName());
    assertThat(actual.imageId()).isEqualTo(container.getImage().getId());
    assertThat(actual.containerStartTimeNanos()).isEqualTo(nanos(container.getStartTime()));
    assertThat(actual.maybeExecProbe()).isEqualTo(container.getMaybeExecProbe());
    assertThat(actual.privileged()).isEqualTo(container.getSecurityContext().getPrivileged());
  }

  private static void assertCapabilities(
      boolean present, Capabilities expected, CapabilitiesView actual) {
    assertThat(actual.present()).isEqualTo(present);
    assertThat(actual.permitted())
        .isEqualTo(expected.getPermittedList().stream().map(Enum::name).toList());
    assertThat(actual.effective())
        .isEqualTo(expected.getEffectiveList().stream().map(Enum::name).toList());
    assertThat(actual.inheritable())
        .isEqualTo(expected.getInheritableList().stream().map(Enum::name).toList());
  }

  private static void assertNamespaces(
      boolean present, Namespaces expected, NamespacesView actual) {
    assertThat(actual.present()).isEqualTo(present);
    for (NamespaceType type : NamespaceType.values()) {
      var field = Namespaces.getDescriptor().findFieldByName(type.fieldName());
      Namespace namespace = (Namespace) expected.getField(field);
      assertThat(actual.has(type)).isEqualTo(expected.hasField(field));
      assertThat(actual.inum(type)).isEqualTo(namespace.getInum() & 0xffff_ffffL);
      assertThat(actual.isHost(type)).isEqualTo(namespace.getIsHost());
    }
  }

  private static void assertCredentials(
      boolean present, ProcessCredentials expected, CredentialsView actual) {
    assertThat(actual.present()).isEqualTo(present);
    assertThat(actual.uid()).isEqualTo(expected.getUid().getValue() & 0xffff_ffffL);
    assertThat(actual.gid()).isEqualTo(expected.getGid().getValue() & 0xffff_ffffL);
    assertThat(actual.euid()).isEqualTo(expected.getEuid().getValue() & 0xffff_ffffL);
    assertThat(actual.egid()).isEqualTo(expected.getEgid().getValue() & 0xffff_ffffL);
    assertThat(actual.suid()).isEqualTo(expected.getSuid().getValue() & 0xffff_ffffL);
    assertThat(actual.sgid()).isEqualTo(expected.getSgid().getValue() & 0xffff_ffffL);
    assertThat(actual.fsuid()).isEqualTo(expected.getFsuid().getValue() & 0xffff_ffffL);
    assertThat(actual.fsgid()).isEqualTo(expected.getFsgid().getValue() & 0xffff_ffffL);
    assertThat(actual.securebits())
        .isEqualTo(expected.getSecurebitsList().stream().map(Enum::name).toList());
    assertCapabilities(expected.hasCaps(), expected.getCaps(), actual.capabilities());
    assertUserNamespace(expected.hasUserNs(), expected.getUserNs(), actual.userNamespace());
  }

  private static void assertUserNamespace(
      boolean present, UserNamespace expected, UserNamespaceView actual) {
    assertThat(actual.present()).isEqualTo(present);
    assertThat(actual.level()).isEqualTo(expected.getLevel().getValue());
    assertThat(actual.uid()).isEqualTo(expected.getUid().getValue() & 0xffff_ffffL);
    assertThat(actual.gid()).isEqualTo(expected.getGid().getValue() & 0xffff_ffffL);
    assertThat(actual.inum()).isEqualTo(expected.getNs().getInum() & 0xffff_ffffL);
    assertThat(actual.isHost()).isEqualTo(expected.getNs().getIsHost());
  }

  private static long nanos(TimestampOrBuilder time) {
    return time.equals(Timestamp.getDefaultInstance())
        ? 0
        : time.getSeconds() * 1_000_000_000L + time.getNanos();
  }
}
