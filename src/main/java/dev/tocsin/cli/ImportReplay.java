package dev.tocsin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Alert;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.replay.Replay;
import dev.tocsin.sink.SecurityAlerts;
import dev.tocsin.source.EventInputs;
import dev.tocsin.text.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recorded events over what was imported. */
final class ImportReplay {
  private ImportReplay() {}

  /**
   * Shows the alerts, in the order of their first match.
   *
   * @param events files as {@code tocsin replay} takes them
   */
  static void run(
      List<ObjectNode> objects,
      List<Path> events,
      PodsOption pods,
      String systemNamespace,
      PrintWriter out) {
    Replay replay = open(objects, pods, systemNamespace);
    try (EventInputs inputs = EventInputs.open(events)) {
      replay.take(inputs);
    } catch (IOException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    List<SecurityAlert> alerts = new ArrayList<>();
    for (Alert alert : replay.alerts()) {
      alerts.add(SecurityAlerts.toResource(alert));
    }
    out.println();
    out.print(AlertTable.of(alerts));
    Defects.complain("tocsin import", replay.defects(), out);
    out.println(replay.summary());
    out.flush();
  }

  private static Replay open(List<ObjectNode> objects, PodsOption pods, String systemNamespace) {
    try {
      Path file = Files.createTempFile("imported", ".yaml");
      try {
        Files.writeString(file, PolicyYaml.list(objects));
        return new Replay(
            Manifests.read(List.of(file), systemNamespace),
            pods.read(),
            systemNamespace,
            finding -> {});
      } finally {
        Files.delete(file);
      }
    } catch (InvalidManifestException | InvalidInventoryException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BadInputException(
          "policies cannot be written for the replay: " + FileFailure.reason(e));
    }
  }
}
