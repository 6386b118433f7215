package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UnknownFieldSet;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.Capabilities;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeFile;
import dev.tocsin.source.proto.KprobeLinuxBinprm;
import dev.tocsin.source.proto.KprobePath;
import dev.tocsin.source.proto.KprobeSock;
import dev.tocsin.source.proto.KprobeSockaddr;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessKprobe;
import dev.tocsin.source.proto.ProcessLsm;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {

  @ParameterizedTest
  @CsvSource({
    "__x64_sys_setns, sys_setns",
    "__arm64_sys_mount, sys_mount",
    "__ia32_compat_sys_openat, compat_sys_openat",
    "__s390x_sys_chroot, sys_chroot",
    "tcp_connect, tcp_connect",
    "__sys_setuid, __sys_setuid",
    "__x64_something, __x64_something",
  })
  void aSystemCallHasTheSameNameOnEveryArchitecture(String sent, String function) {
    assertThat(kprobe(sent).function()).isEqualTo(function);
  }

  @Test
  void inTheRecordingsWhatConnectsIsAConnectionAndWhatListensIsNone() {
    Set<String> connecting = new TreeSet<>();
    Set<String> withSocket = new TreeSet<>();
    for (String recording : Recordings.names()) {
      for (byte[] message : Recordings.messages(recording)) {
        Event event = Event.of(message);
        if (event.connection().present()) {
          withSocket.add(event.function());
        }
        if (event.is(EventKind.PROCESS_CONNECT)) {
          connecting.add(event.function());
          assertThat(event.connection().protocol()).isIn("TCP", "UDP");
        }
      }
    }
    assertThat(withSocket).containsExactly("inet_csk_listen_start", "tcp_connect", "udp_sendmsg");
    assertThat(connecting).containsExactly("tcp_connect", "udp_sendmsg");
  }

  @Test
  void inTheRecordingsEveryFileArgumentIsAFileAccess() {
    TreeMap<String, String> example = new TreeMap<>();
    for (String recording : Recordings.names()) {
      for (byte[] message : Recordings.messages(recording)) {
        Event event = Event.of(message);
        if (event.is(EventKind.FILE_ACCESS)) {
          example.putIfAbsent(event.function(), event.file().permission());
        }
      }
    }
    assertThat(example)
        .containsOnlyKeys("fd_install", "security_file_permission", "security_path_unlink");
    assertThat(example.values()).allMatch(permission -> permission.length() == 10);
  }

  @Test
  void aConnectionIsWhereTheSocketGoes() {
    KprobeSock sock =
        KprobeSock.newBuilder()
            .setProtocol("IPPROTO_TCP")
            .setSaddr("10.0.0.1")
            .setSport(40000)
            .setDaddr("169.254.169.254")
            .setDport(80)
            .build();
    Event event = kprobe("tcp_connect", KprobeArgument.newBuilder().setSockArg(sock).build());
    assertThat(event.is(EventKind.PROCESS_CONNECT)).isTrue();
    assertThat(event.is(EventKind.PROCESS_KPROBE)).isTrue();
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_KPROBE);
    assertThat(Connections.text(event.connection()))
        .isEqualTo("TCP 10.0.0.1:40000 > 169.254.169.254:80");
  }

  @Test
  void aConnectedSocketThatClosesIsNoConnection() {
    KprobeSock sock = KprobeSock.newBuilder().setDaddr("10.0.0.1").setDport(80).build();
    KprobeArgument argument = KprobeArgument.newBuilder().setSockArg(sock).build();
    assertThat(kprobe("tcp_close", argument).is(EventKind.PROCESS_CONNECT)).isFalse();
    assertThat(kprobe("tcp_disconnect", argument).is(EventKind.PROCESS_CONNECT)).isFalse();
  }

  @Test
  void aDatagramSocketWithoutADestinationIsNoConnection() {
    KprobeSock sock = KprobeSock.newBuilder().setSaddr("0.0.0.0").setDaddr("0.0.0.0").build();
    Event event = kprobe("udp_sendmsg", KprobeArgument.newBuilder().setSockArg(sock).build());
    assertThat(event.is(EventKind.PROCESS_CONNECT)).isFalse();
  }

  @Test
  void theAddressOfAConnectIsItsDestinationAndThatOfABindItsSource() {
    KprobeArgument address =
        KprobeArgument.newBuilder()
            .setSockaddrArg(
                KprobeSockaddr.newBuilder().setFamily("AF_INET6").setAddr("2001:db8::1").setPort(8))
            .build();
    Event connect = kprobe("security_socket_connect", address);
    assertThat(connect.is(EventKind.PROCESS_CONNECT)).isTrue();
    assertThat(Connections.text(connect.connection())).isEqualTo(" :0 > 2001:db8::1:8");
    Event bind = kprobe("security_socket_bind", address);
    assertThat(bind.is(EventKind.PROCESS_CONNECT)).isFalse();
    assertThat(Connections.text(bind.connection())).isEqualTo(" 2001:db8::1:8 > :0");
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:10.1.2.3, 10.1.2.3",
    "::FFFF:10.1.2.3, 10.1.2.3",
    "::ffff:0:1, 0.0.0.1",
    "10.1.2.3, 10.1.2.3",
    "2001:db8::1, 2001:db8::1",
  })
  void anAddressOfAnIPv4PeerIsAnIPv4Address(String sent, String read) {
    KprobeSock sock = KprobeSock.newBuilder().setSaddr(sent).setDaddr(sent).build();
    Event event = kprobe("tcp_connect", KprobeArgument.newBuilder().setSockArg(sock).build());
    assertThat(event.connection().sourceIP()).isEqualTo(read);
    assertThat(event.connection().destinationIP()).isEqualTo(read);
  }

  @Test
  void anUnlinkIsAboutTheEntryAndNotAboutItsDirectory() {
    Event event =
        kprobe("security_path_unlink", path("/etc", "drwxr-xr-x"), path("/etc/shadow", "-rw-"));
    assertThat(event.file().path()).isEqualTo("/etc/shadow");
    assertThat(event.file().flags()).isEmpty();
    assertThat(event.file().permission()).isEqualTo("-rw-");
  }

  @Test
  void ofTwoFilesTheFirstCounts() {
    KprobeArgument first =
        KprobeArgument.newBuilder().setFileArg(KprobeFile.newBuilder().setPath("/etc/a")).build();
    KprobeArgument second =
        KprobeArgument.newBuilder().setFileArg(KprobeFile.newBuilder().setPath("/etc/ab")).build();
    assertThat(kprobe("copy", first, second).file().path()).isEqualTo("/etc/a");
  }

  @Test
  void anLsmHookThatChecksAnExecutionHasAFileAndIsNoFileAccess() {
    Event event =
        Event.of(
            GetEventsResponse.newBuilder()
                .setProcessLsm(
                    ProcessLsm.newBuilder()
                        .setFunctionName("bprm_check_security")
                        .addArgs(
                            KprobeArgument.newBuilder()
                                .setLinuxBinprmArg(
                                    KprobeLinuxBinprm.newBuilder().setPath("/tmp/x"))))
                .build()
                .toByteArray());
    assertThat(event.file().path()).isEqualTo("/tmp/x");
    assertThat(event.is(EventKind.FILE_ACCESS)).isFalse();
  }

  @Test
  void anUnknownKindOfEventIsUnknownAndItsNodeIsReadAllTheSame() {
    GetEventsResponse event =
        GetEventsResponse.newBuilder()
            .setNodeName("node-1")
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        30,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("x"))
                            .build())
                    .build())
            .build();
    assertThat(Event.of(event.toByteArray()).kind()).isEqualTo(EventKind.UNKNOWN);
    assertThat(Event.of(event.toByteArray()).node()).isEqualTo("node-1");
    assertThat(Event.of(event.toByteArray()).process().present()).isFalse();
  }

  @Test
  void anUnknownEnumValueIsItsNumber() {
    Event event =
        exec(
            Process.newBuilder()
                .setCap(Capabilities.newBuilder().addEffectiveValue(21).addEffectiveValue(77))
                .build());
    assertThat(event.process().capabilities().effective()).containsExactly("CAP_SYS_ADMIN", "77");
    Event kprobe =
        Event.of(
            GetEventsResponse.newBuilder()
                .setProcessKprobe(ProcessKprobe.newBuilder().setActionValue(99))
                .build()
                .toByteArray());
    assertThat(kprobe.action()).isEqualTo("99");
  }

  @Test
  void anUnknownTypeOfArgumentKeepsItsLabel() {
    KprobeArgument argument =
        KprobeArgument.newBuilder()
            .setLabel("new")
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(40, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();
    Argument actual = kprobe("f", argument).arguments().getFirst();
    assertThat(actual.kind()).isEqualTo(ArgumentKind.UNKNOWN);
    assertThat(actual.label()).isEqualTo("new");
    assertThat(actual.text()).isEmpty();
  }

  @Test
  void capabilitiesAreReadUnpackedToo() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeEnum(2, 0);
    out.writeEnum(2, 21);
    out.flush();
    Event event =
        exec(Process.newBuilder().setCap(Capabilities.parseFrom(bytes.toByteArray())).build());
    assertThat(event.process().capabilities().effective())
        .containsExactly("CAP_CHOWN", "CAP_SYS_ADMIN");
  }

  @Test
  void aFieldOfAnotherKindOfArgumentReadsAsAbsent() {
    Argument argument =
        kprobe("f", KprobeArgument.newBuilder().setStringArg("x").build()).arguments().getFirst();
    assertThat(argument.has(ArgumentField.SOCK_DADDR)).isFalse();
    assertThat(argument.text(ArgumentField.SOCK_DADDR)).isEmpty();
    assertThat(argument.number(ArgumentField.SOCK_DPORT)).isZero();
    assertThat(argument.texts(ArgumentField.MODULE_TAINTED)).isEmpty();
    assertThat(argument.credentials().present()).isFalse();
  }

  @Test
  void aNameIsTheBaseNameAndACommandLineBeginsWithIt() {
    ProcessView process =
        exec(Process.newBuilder().setBinary("/usr/bin/curl").setArguments("-k x").build())
            .process();
    assertThat(process.name()).isEqualTo("curl");
    assertThat(process.commandLine()).isEqualTo("curl -k x");
    assertThat(exec(Process.newBuilder().setBinary("/bin/ls").build()).process().commandLine())
        .isEqualTo("ls");
  }

  @Test
  void aProcessThatTheAgentFoundRunningIsFromProcFs() {
    assertThat(exec(Process.newBuilder().setFlags("procFS rootcwd").build()).process().fromProcFs())
        .isTrue();
    assertThat(exec(Process.newBuilder().setFlags("execve clone").build()).process().fromProcFs())
        .isFalse();
  }

  @Test
  void rootIsToldFromUnknown() {
    ProcessView root = exec(Process.newBuilder().setUid(UInt32Value.of(0)).build()).process();
    assertThat(root.uid()).isZero();
    assertThat(root.hasUid()).isTrue();
    assertThat(exec(Process.getDefaultInstance()).process().hasUid()).isFalse();
  }

  @Test
  void aViewTurnedToAnotherMessageForgetsTheOneBefore() {
    Event event =
        exec(
            Process.newBuilder()
                .setBinary("/bin/a")
                .setInInitTree(BoolValue.of(true))
                .setPod(
                    dev.tocsin.source.proto.Pod.newBuilder().setName("p").putPodLabels("a", "b"))
                .build());
    assertThat(event.process().name()).isEqualTo("a");
    assertThat(event.process().pod().labels()).containsEntry("a", "b");
    event.wrap(kprobeMessage("f", List.of()));
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_KPROBE);
    assertThat(event.process().present()).isFalse();
    assertThat(event.process().name()).isEmpty();
    assertThat(event.process().inInitTree()).isFalse();
    assertThat(event.process().pod().present()).isFalse();
    assertThat(event.process().pod().labels()).isEmpty();
  }

  @Test
  void timesBeyondTheRangeOfNanosecondsAreCut() {
    assertThat(ProtoTimestamps.nanos(Long.MAX_VALUE, Integer.MAX_VALUE)).isPositive();
    assertThat(ProtoTimestamps.nanos(Long.MIN_VALUE, Integer.MIN_VALUE)).isNegative();
  }

  private static Event exec(Process process) {
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessExec(ProcessExec.newBuilder().setProcess(process))
            .build()
            .toByteArray());
  }

  private static KprobeArgument path(String path, String permission) {
    return KprobeArgument.newBuilder()
        .setPathArg(KprobePath.newBuilder().setPath(path).setPermission(permission))
        .build();
  }

  private static Event kprobe(String function, KprobeArgument... arguments) {
    return Event.of(kprobeMessage(function, List.of(arguments)));
  }

  private static byte[] kprobeMessage(String function, List<KprobeArgument> arguments) {
    return GetEventsResponse.newBuilder()
        .setProcessKprobe(
            ProcessKprobe.newBuilder().setFunctionName(function).addAllArgs(arguments))
        .build()
        .toByteArray();
  }
}
