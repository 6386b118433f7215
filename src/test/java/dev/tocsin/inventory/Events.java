package dev.tocsin.inventory;

import com.google.protobuf.Timestamp;
import dev.tocsin.event.Event;
import dev.tocsin.source.proto.Container;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Image;
import dev.tocsin.source.proto.Pod;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.SecurityContext;
import java.util.Map;

/** Events as Tetragon sends them, on node-1. */
final class Events {
  static final Map<String, String> NODE_LABELS = Map.of("zone", "as the agent says");

  private Events() {}

  static Event ofHost() {
    return event(Process.newBuilder().setBinary("/usr/sbin/sshd"));
  }

  /** The agent found no pod. */
  static Event ofContainer(String containerId) {
    return ofContainer(containerId, "/bin/sh");
  }

  static Event ofContainer(String containerId, String binary) {
    return event(Process.newBuilder().setBinary(binary).setDocker(containerId.substring(0, 31)));
  }

  /** The agent found this pod. */
  static Event ofPod(String namespace, String name, String uid, String containerId) {
    return event(
        Process.newBuilder()
            .setBinary("/bin/sh")
            .setDocker(containerId.substring(0, 31))
            .setPod(agentsPod(namespace, name, uid, containerId)));
  }

  /** With the agent's own view of things in every field, so that its use shows. */
  static Pod agentsPod(String namespace, String name, String uid, String containerId) {
    return Pod.newBuilder()
        .setNamespace(namespace)
        .setName(name)
        .setUid(uid)
        .putPodLabels("app", "as the agent says")
        .setWorkload("web")
        .setWorkloadKind("Deployment")
        .setContainer(
            Container.newBuilder()
                .setId("containerd://" + containerId)
                .setName("app")
                .setImage(Image.newBuilder().setName("agent/image:1").setId("agent/image@sha256:1"))
                .setStartTime(Timestamp.newBuilder().setSeconds(7))
                .setSecurityContext(SecurityContext.newBuilder().setPrivileged(true)))
        .build();
  }

  static Event event(Process.Builder process) {
    return Event.of(
        GetEventsResponse.newBuilder()
            .setNodeName("node-1")
            .putAllNodeLabels(NODE_LABELS)
            .setProcessExec(ProcessExec.newBuilder().setProcess(process))
            .build()
            .toByteArray());
  }
}
