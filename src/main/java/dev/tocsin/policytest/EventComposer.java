package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.EventPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Composes Tetragon's JSON of an event out of its short form.
 *
 * <p>A process is known by its command line and where it runs: a parent, or who makes a call, is
 * the process of that command line that a test began last, or else one that was there before.
 */
final class EventComposer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DOCKER_DIGITS = 31;
  private static final long UNSET = 4_294_967_295L;
  private static final String HOST_PARENT = "/usr/lib/systemd/systemd";

  private final TestPods pods;
  private final Instant before;
  private final Map<String, Identity> processes = new HashMap<>();
  private long nextPid = 1000;

  private record Identity(String execId, long pid, Instant started) {}

  private record Command(String binary, String arguments) {
    /**
     * The first word is the program, in quotes when it has a blank; what follows is as the agent
     * has it.
     */
    static Command of(String text) {
      int end;
      String binary;
      if (text.startsWith("\"") && text.indexOf('"', 1) > 0) {
        end = text.indexOf('"', 1) + 1;
        binary = text.substring(1, end - 1);
      } else {
        end = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
        binary = text.substring(0, end);
      }
      String arguments = end >= text.length() ? "" : text.substring(end + 1);
      return new Command(binary.contains("/") ? binary : "/usr/bin/" + binary, arguments);
    }
  }

  /**
   * @param before when the processes began that no event began
   */
  EventComposer(TestPods pods, Instant before) {
    this.pods = pods;
    this.before = before;
  }

  /** One line of Tetragon's JSON. */
  String compose(Step.Happens step, Instant time) throws InvalidTestException {
    Step.Actor actor = step.actor();
    Optional<TestPods.Container> container =
        actor.host() ? Optional.empty() : Optional.of(containerOf(step));
    String where = container.map(TestPods.Container::id).orElse("host");
    String node =
        actor
            .node()
            .orElse(
                container
                    .map(each -> each.pod().at("/spec/nodeName").asText())
                    .orElse(TestPods.NODE));
    String parentCommand =
        actor.parent().orElse(container.isPresent() ? "/app/server" : HOST_PARENT);

    Identity parent = known(node, where, parentCommand);
    Identity self =
        actor.isNew()
            ? begun(node, where, actor.command(), time)
            : known(node, where, actor.command());
    ObjectNode inner = step.content().deepCopy();
    if (hasProcess(step.kind())) {
      ObjectNode process = process(actor.command(), self, container, actor.execProbe());
      process.put("parent_exec_id", parent.execId());
      process.setAll(actor.process());
      putIfAbsent(inner, "process", process);
      putIfAbsent(inner, "parent", process(parentCommand, parent, container, false));
    }
    if (!actor.ancestors().isEmpty()) {
      ArrayNode ancestors = inner.putArray("ancestors");
      for (String ancestor : actor.ancestors()) {
        ancestors.add(process(ancestor, known(node, where, ancestor), container, false));
      }
    }
    ObjectNode event = JSON.objectNode();
    event.set(step.kind(), inner);
    return event.put("node_name", node).put("time", time.toString()).toString();
  }

  /** What kind it is, whoever reads the event says: also that there is no such kind. */
  private static boolean hasProcess(String kind) {
    return EventKind.ofWireName(kind).map(known -> known.carries(EventPart.PROCESS)).orElse(true);
  }

  /** Where it happens; the pod is made where the test does not describe it. */
  TestPods.Container containerOf(Step.Happens step) throws InvalidTestException {
    Step.Actor actor = step.actor();
    return pods.container(step.place(), actor.pod().orElse(TestPods.DEFAULT), actor.container());
  }

  private static void putIfAbsent(ObjectNode inner, String name, ObjectNode value) {
    if (!inner.has(name)) {
      inner.set(name, value);
    } else if (inner.get(name) instanceof ObjectNode given) {
      inner.set(name, value.setAll(given));
    }
  }

  private Identity begun(String node, String where, String command, Instant time) {
    Identity identity = identity(node, time);
    processes.put(where + " " + command, identity);
    return identity;
  }

  private Identity known(String node, String where, String command) {
    return processes.computeIfAbsent(where + " " + command, key -> identity(node, before));
  }

  private Identity identity(String node, Instant started) {
    long pid = nextPid++;
    String id = node + ":" + (1_000_000_000L + pid) + ":" + pid;
    return new Identity(
        Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8)), pid, started);
  }

  private static ObjectNode process(
      String commandLine,
      Identity identity,
      Optional<TestPods.Container> container,
      boolean execProbe) {
    Command command = Command.of(commandLine);
    ObjectNode process =
        JSON.objectNode()
            .put("exec_id", identity.execId())
            .put("pid", identity.pid())
            .put("uid", 0)
            .put("cwd", "/")
            .put("binary", command.binary())
            .put("arguments", command.arguments())
            .put("flags", "execve rootcwd clone")
            .put("start_time", identity.started().toString())
            .put("auid", UNSET)
            .put("tid", identity.pid());
    if (container.isPresent()) {
      TestPods.Container in = container.get();
      process.put("docker", in.id().substring(0, Math.min(DOCKER_DIGITS, in.id().length())));
      process.set("pod", pod(in, execProbe));
    }
    return process;
  }

  private static ObjectNode pod(TestPods.Container container, boolean execProbe) {
    JsonNode metadata = container.pod().path("metadata");
    ObjectNode pod =
        JSON.objectNode()
            .put("namespace", metadata.path("namespace").asText())
            .put("name", metadata.path("name").asText())
            .put("uid", metadata.path("uid").asText());
    ObjectNode inner = pod.putObject("container");
    inner.put("id", "containerd://" + container.id()).put("name", container.name());
    inner.putObject("image").put("name", container.image());
    if (!container.startedAt().isEmpty()) {
      inner.put("start_time", container.startedAt());
    }
    if (execProbe) {
      inner.put("maybe_exec_probe", true);
    }
    inner.putObject("security_context").put("privileged", container.privileged());
    if (metadata.get("labels") instanceof ObjectNode labels) {
      pod.set("pod_labels", labels);
    }
    return pod;
  }
}
