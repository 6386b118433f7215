package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.policytest.TestFile.TestCase;
import dev.tocsin.replay.ReplayPolicies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What policies make of events in the short form of tests, without an expectation. Files are
 * mappings of {@code pods} and {@code events}, as in a test; what happens in a file happens on a
 * node that is called as the file is, and in the first of its pods unless it says where.
 */
public final class ComposedRun {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final String systemNamespace;
  private final List<JsonNode> pods = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** From {@code namespace/name} of a pod to the file that describes it. */
  private final Map<String, Path> describedIn = new LinkedHashMap<>();

  public ComposedRun(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  /** Adds the events of a file after those that are there. */
  public void add(Path file) throws InvalidTestException {
    Section section = Section.of(file.toString(), parse(file));
    String node = file.getFileName().toString().replaceFirst("\\.yaml$", "");
    Optional<String> first = Optional.empty();
    for (JsonNode pod : section.items("pods")) {
      String name = pod.path("name").asText();
      Path other = describedIn.put(name, file);
      if (other != null) {
        throw section.invalid("pods", name + " is in " + other + " too");
      }
      first = first.or(() -> Optional.of(name));
      pods.add(onNode(pod, node));
    }
    StepReader reader = new StepReader(file);
    List<JsonNode> events = section.items("events");
    for (int i = 0; i < events.size(); i++) {
      String place = section.at("events") + "[" + i + "]";
      steps.add(reader.read(place, placed(place, events.get(i), file, first, node)));
    }
    section.end();
  }

  /** SecurityAlert objects, in the order of firstSeen. */
  public List<JsonNode> alerts(Manifests manifests)
      throws InvalidTestException, InvalidManifestException {
    return alerts(manifests, new TestCase("composed", steps, List.of()), List.of());
  }

  /**
   * The same of a recording.
   *
   * @param podFile the pods of the recording, as kubectl prints them
   */
  public static List<JsonNode> alertsOfRecording(
      Manifests manifests, Path recording, Path podFile, String systemNamespace)
      throws InvalidTestException, InvalidManifestException {
    String name = recording.getFileName().toString();
    ComposedRun run = new ComposedRun(systemNamespace);
    Step step = new Step.Recorded(name, recording, Optional.empty());
    return run.alerts(manifests, new TestCase(name, List.of(step), List.of()), List.of(podFile));
  }

  private List<JsonNode> alerts(Manifests manifests, TestCase test, List<Path> podFiles)
      throws InvalidTestException, InvalidManifestException {
    TestFile file =
        new TestFile(Path.of(test.name()), List.of(), List.of(), podFiles, pods, List.of(test));
    CaseRun.Outcome outcome =
        new CaseRun(file, test, ReplayPolicies.of(manifests, systemNamespace)).run();
    if (!outcome.problems().isEmpty()) {
      throw new InvalidTestException(String.join("\n", outcome.problems()));
    }
    return outcome.alerts();
  }

  /** Where an event happens: on the host, in the pod that it names, or in the file's first pod. */
  private JsonNode placed(
      String place, JsonNode event, Path file, Optional<String> first, String node)
      throws InvalidTestException {
    if (!(event instanceof ObjectNode object)) {
      return event;
    }
    if (object.path("host").asBoolean()) {
      return onNode(object, node);
    }
    if (!object.has("pod") && first.isPresent()) {
      object.put("pod", first.get());
    }
    String pod = object.path("pod").asText();
    if (!file.equals(describedIn.get(pod))) {
      throw new InvalidTestException(place + ".pod: " + pod + " is not among the file's pods");
    }
    return object;
  }

  private static JsonNode onNode(JsonNode item, String node) {
    return item instanceof ObjectNode object && !object.has("node")
        ? object.put("node", node)
        : item;
  }

  private static JsonNode parse(Path file) throws InvalidTestException {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new InvalidTestException(file + ": " + e.getMessage(), e);
    }
  }
}
