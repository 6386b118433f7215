package dev.tocsin.library;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicySource;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.source.Recordings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Policies of a folder and the pods of the recordings, as an operator would have them. */
public final class ShippedInput {
  private static final String SYSTEM_NAMESPACE = "tocsin-system";

  private ShippedInput() {}

  public static List<CompiledPolicy> policies(Path folder) {
    List<CompiledPolicy> installed = new ArrayList<>();
    PolicyCatalog catalog =
        new PolicyCatalog(
            all -> {
              installed.clear();
              installed.addAll(all);
            });
    try {
      Manifests manifests = Manifests.read(List.of(folder), SYSTEM_NAMESPACE);
      PolicySource source =
          new PolicySource(SYSTEM_NAMESPACE, ConfigMaps.of(manifests.configMaps()), catalog);
      for (Manifests.Read<DetectionPolicy> read : manifests.policies()) {
        source.derive(read.object(), manifests.exceptions(), Instant.EPOCH);
      }
      if (installed.size() != manifests.policies().size()) {
        throw new IllegalStateException("not all policies of " + folder + " are accepted");
      }
    } catch (InvalidManifestException e) {
      throw new IllegalStateException(e);
    }
    return installed;
  }

  public static Inventory pods() {
    try {
      return InventoryFile.read(List.of(Recordings.directory().resolve("pods.json")));
    } catch (InvalidInventoryException e) {
      throw new IllegalStateException(e);
    }
  }
}
