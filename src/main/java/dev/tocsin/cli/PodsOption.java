package dev.tocsin.cli;

import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --pods}, of the commands that take recorded events. */
final class PodsOption {
  @Option(
      names = "--pods",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Pods, Nodes and Namespaces as kubectl get -o json or -o yaml prints them.")
  private List<Path> files = List.of();

  Inventory read() throws InvalidInventoryException {
    return InventoryFile.read(files);
  }
}
