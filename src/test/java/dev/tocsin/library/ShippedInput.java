package dev.tocsin.library;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.replay.ReplayPolicies;
import dev.tocsin.source.Recordings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Policies of a folder and the pods of the recordings, as an operator would have them. */
public final class ShippedInput {
  public static final String SYSTEM_NAMESPACE = "tocsin-system";

  private static final Map<Path, ReplayPolicies> COMPILED = new ConcurrentHashMap<>();

  private ShippedInput() {}

  /** Compiled once in a JVM. */
  public static List<CompiledPolicy> policies(Path folder) {
    return replayed(folder).compiled();
  }

  /** The same for a replay. */
  static ReplayPolicies replayed(Path folder) {
    return COMPILED.computeIfAbsent(folder, ShippedInput::compile);
  }

  private static ReplayPolicies compile(Path folder) {
    try {
      return ReplayPolicies.of(Manifests.read(List.of(folder), SYSTEM_NAMESPACE), SYSTEM_NAMESPACE);
    } catch (InvalidManifestException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Inventory pods() {
    try {
      return InventoryFile.read(List.of(Recordings.directory().resolve("pods.json")));
    } catch (InvalidInventoryException e) {
      throw new IllegalStateException(e);
    }
  }
}
