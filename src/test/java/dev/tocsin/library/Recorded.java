package dev.tocsin.library;

import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.replay.Replay;
import dev.tocsin.replay.ReplayPolicies;
import dev.tocsin.source.EventInputs;
import dev.tocsin.source.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What policies make of a recording, with the pods of the recordings as the inventory. */
record Recorded(List<Finding> findings, Map<String, String> errors, List<String> defects) {
  private static final String SYSTEM_NAMESPACE = "tocsin-system";

  /**
   * @param policies of a folder
   */
  static Recorded of(ReplayPolicies policies, Path recording) {
    List<Finding> findings = new ArrayList<>();
    Replay replay = replay(policies, findings);
    try (EventInputs inputs = EventInputs.open(List.of(recording))) {
      replay.take(inputs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> errors = new TreeMap<>();
    for (PolicyStats stats : replay.summary().policies()) {
      if (stats.errors() > 0) {
        errors.put(stats.id().name(), stats.lastError());
      }
    }
    return new Recorded(findings, errors, replay.defects());
  }

  static Manifests policies(String folder) {
    try {
      return Manifests.read(List.of(Path.of(folder)), SYSTEM_NAMESPACE);
    } catch (InvalidManifestException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Replay replay(ReplayPolicies policies, List<Finding> findings) {
    try {
      Inventory pods = InventoryFile.read(List.of(Recordings.directory().resolve("pods.json")));
      return new Replay(policies, pods, Redaction.defaults(), findings::add);
    } catch (InvalidInventoryException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many findings each policy has. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    findings.forEach(finding -> counts.merge(finding.policy().id().name(), 1, Integer::sum));
    return counts;
  }

  /** All there is in each finding but its policy, which is an object of its run. */
  List<String> texts() {
    return findings.stream()
        .map(
            finding ->
                String.join(
                    "\n",
                    finding.id(),
                    finding.policy().id().name(),
                    finding.group().toString(),
                    finding.message(),
                    finding.facts().toString()))
        .toList();
  }
}
