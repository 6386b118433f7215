package dev.tocsin.library;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.control.PolicyTranslator;
import dev.tocsin.control.Translation;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.source.Entry;
import dev.tocsin.source.EventInput;
import dev.tocsin.source.Recordings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The policies of a folder, translated and compiled as an operator does it. */
public final class PolicySet {
  private static final String SYSTEM_NAMESPACE = "tocsin-system";
  private static final ObjectMapper YAML =
      new YAMLMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final List<DetectionPolicy> policies = new ArrayList<>();
  private final List<DetectionException> exceptions = new ArrayList<>();
  private final Map<ObjectKey, Map<String, String>> configMaps = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<CompiledPolicy> compiled = new ArrayList<>();

  private PolicySet() {}

  public static PolicySet read(Path folder) {
    PolicySet set = new PolicySet();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(each -> each.toString().endsWith(".yaml"))
              .filter(each -> !each.toString().endsWith(".test.yaml"))
              .toList()) {
        set.add(YAML.readTree(file.toFile()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set.compile();
    return set;
  }

  private void add(JsonNode object) throws IOException {
    switch (object.path("kind").asText()) {
      case "DetectionPolicy" -> policies.add(YAML.treeToValue(object, DetectionPolicy.class));
      case "DetectionException" ->
          exceptions.add(YAML.treeToValue(object, DetectionException.class));
      case "ConfigMap" -> {
        ConfigMap map = YAML.treeToValue(object, ConfigMap.class);
        configMaps.put(
            new ObjectKey(map.getMetadata().getNamespace(), map.getMetadata().getName()),
            map.getData());
      }
      default -> throw new IllegalArgumentException("what is this? " + object);
    }
  }

  private void compile() {
    PolicyTranslator translator =
        new PolicyTranslator(
            SYSTEM_NAMESPACE,
            key ->
                configMaps.containsKey(key)
                    ? new ConfigMaps.Found(configMaps.get(key))
                    : new ConfigMaps.NotFound());
    PolicyCompiler compiler = new PolicyCompiler();
    for (DetectionPolicy policy : policies) {
      Translation translation = translator.translate(policy, exceptions, Instant.EPOCH);
      String name = policy.getMetadata().getName();
      translation.problems().forEach(problem -> problems.add(name + ": " + problem));
      translation.warnings().forEach(warning -> problems.add(name + ": " + warning));
      if (translation.policy().isPresent()) {
        PolicyCompiler.Compilation compilation = compiler.compile(translation.policy().get());
        compilation.diagnostics().forEach(problem -> problems.add(name + ": " + problem));
        compilation.compiled().ifPresent(compiled::add);
      }
    }
  }

  List<DetectionPolicy> policies() {
    return policies;
  }

  public List<CompiledPolicy> compiled() {
    return compiled;
  }

  /** What is wrong with the policies, warnings included; empty for a sound set. */
  List<String> problems() {
    return problems;
  }

  /**
   * What a recording leads to.
   *
   * @param errors evaluations that failed, by policy
   */
  record Outcome(List<Finding> findings, Map<String, String> errors) {}

  /** Evaluates a recording, with the pods of the recordings as the inventory. */
  Outcome evaluate(Path recording) {
    List<Finding> findings = new ArrayList<>();
    Engine engine =
        new Engine(InstantSource.fixed(Instant.EPOCH), Redaction.defaults(), findings::add);
    engine.install(compiled);
    WaitingRoom room =
        new WaitingRoom(
            pods(), new WaitingRoom.Limits(Duration.ZERO, 1, Long.MAX_VALUE), engine::evaluate);
    try (EventInput input = EventInput.open(recording)) {
      while (input.hasNext()) {
        switch (input.next()) {
          case Entry.Message message -> {
            room.offer(Event.of(message.message()), 0);
            room.drain(0);
          }
          case Entry.Ignored ignored -> throw new IllegalArgumentException(ignored.toString());
          case Entry.Defect defect -> throw new IllegalArgumentException(defect.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    room.flush();
    Map<String, String> errors = new HashMap<>();
    for (PolicyStats stats : engine.stats()) {
      if (stats.errors() > 0) {
        errors.put(stats.id().name(), stats.lastError());
      }
    }
    return new Outcome(findings, errors);
  }

  /** The pods that the recordings are about. */
  public static Inventory pods() {
    try {
      return InventoryFile.read(List.of(Recordings.directory().resolve("pods.json")));
    } catch (InvalidInventoryException e) {
      throw new IllegalStateException(e);
    }
  }
}
