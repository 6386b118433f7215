package dev.tocsin.language;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.source.proto.Capabilities;
import dev.tocsin.source.proto.CapabilitiesType;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeFile;
import dev.tocsin.source.proto.KprobeSock;
import dev.tocsin.source.proto.Namespace;
import dev.tocsin.source.proto.Namespaces;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessKprobe;
import dev.tocsin.source.proto.ProcessLoader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Events and places for tests. */
public final class EventFixture {
  public static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");
  public static final Node NODE = new Node("node-1", Map.of("zone", "a"));
  public static final Pod POD = pod("shop", "web-1", Map.of("app", "web"));
  public static final Container CONTAINER =
      Container.builder()
          .name("app")
          .id("c0ffee")
          .image("docker.io/library/nginx:1.27")
          .imageID("sha256:abc")
          .startTimeNanos(nanos(TIME.minusSeconds(600)))
          .privileged(true)
          .build();
  public static final Attribution IN_POD =
      new Attribution(Attribution.Source.LIVE, POD, CONTAINER, NODE);
  public static final Attribution ON_HOST =
      new Attribution(Attribution.Source.HOST, Pod.NONE, Container.NONE, NODE);
  public static final Attribution UNKNOWN =
      new Attribution(Attribution.Source.UNKNOWN, Pod.NONE, Container.NONE, NODE);

  private EventFixture() {}

  public static Pod pod(String namespace, String name, Map<String, String> labels) {
    return Pod.builder()
        .namespace(namespace)
        .name(name)
        .uid("uid-" + name)
        .serviceAccount("default")
        .labels(labels)
        .annotations(Map.of("note", "text"))
        .workload(new Pod.Workload("Deployment", "web"))
        .hostPID(true)
        .node("node-1")
        .owners(List.of(new Pod.Owner("apps/v1", "ReplicaSet", "web-5f", "uid-rs", true)))
        .namespaceLabels(Map.of("team", "store"))
        .build();
  }

  public static Attribution in(Pod pod) {
    return new Attribution(Attribution.Source.LIVE, pod, CONTAINER, NODE);
  }

  public static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  public static Process.Builder process(String binary, String arguments) {
    return Process.newBuilder()
        .setExecId("exec-" + binary)
        .setPid(UInt32Value.of(4711))
        .setUid(UInt32Value.of(0))
        .setBinary(binary)
        .setArguments(arguments)
        .setCwd("/")
        .setFlags("execve clone")
        .setStartTime(timestamp(TIME));
  }

  /** An exec at {@link #TIME}. */
  public static Event exec(String binary, String arguments) {
    return exec(TIME, process(binary, arguments));
  }

  public static Event exec(Instant time, Process.Builder process) {
    return exec(time, process, exec -> {});
  }

  public static Event exec(
      Instant time, Process.Builder process, Consumer<ProcessExec.Builder> more) {
    ProcessExec.Builder exec = ProcessExec.newBuilder().setProcess(process);
    more.accept(exec);
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessExec(exec)
            .setNodeName("node-1")
            .setTime(timestamp(time))
            .build()
            .toByteArray());
  }

  /** bash, run by sshd, run by init, with all that an agent can send. */
  public static Event rich() {
    return exec(
        TIME,
        process("/usr/bin/bash", "-c 'id'")
            .setParentExecId("exec-/usr/sbin/sshd")
            .setCap(Capabilities.newBuilder().addEffective(CapabilitiesType.CAP_SYS_ADMIN))
            .setNs(
                Namespaces.newBuilder()
                    .setPid(Namespace.newBuilder().setInum(42))
                    .setNet(Namespace.newBuilder().setInum(7).setIsHost(true))),
        exec ->
            exec.setParent(process("/usr/sbin/sshd", "-D"))
                .addAncestors(process("/lib/systemd/systemd", "--system"))
                .addAncestors(process("/sbin/init", "")));
  }

  /** A library load, which carries no time. */
  public static Event load(String path) {
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessLoader(
                ProcessLoader.newBuilder().setProcess(process("/usr/bin/x", "")).setPath(path))
            .setNodeName("node-1")
            .build()
            .toByteArray());
  }

  public static Event kprobe(String function, KprobeArgument... arguments) {
    return kprobe(TIME, function, arguments);
  }

  public static Event kprobe(Instant time, String function, KprobeArgument... arguments) {
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessKprobe(
                ProcessKprobe.newBuilder()
                    .setProcess(process("/usr/bin/curl", "http://x"))
                    .setParent(process("/bin/sh", ""))
                    .setFunctionName(function)
                    .setPolicyName("p")
                    .addAllArgs(List.of(arguments))
                    .setReturn(KprobeArgument.newBuilder().setIntArg(-2)))
            .setNodeName("node-1")
            .setTime(timestamp(time))
            .build()
            .toByteArray());
  }

  public static KprobeArgument sock(String address, int port) {
    return KprobeArgument.newBuilder()
        .setSockArg(
            KprobeSock.newBuilder()
                .setFamily("AF_INET")
                .setProtocol("IPPROTO_TCP")
                .setSaddr("10.0.0.9")
                .setSport(55555)
                .setDaddr(address)
                .setDport(port))
        .build();
  }

  public static KprobeArgument file(String path) {
    return KprobeArgument.newBuilder()
        .setFileArg(KprobeFile.newBuilder().setPath(path).setPermission("-rw-r-----"))
        .build();
  }

  public static KprobeArgument number(String label, int value) {
    return KprobeArgument.newBuilder().setIntArg(value).setLabel(label).build();
  }

  public static KprobeArgument text(String value) {
    return KprobeArgument.newBuilder().setStringArg(value).build();
  }
}
