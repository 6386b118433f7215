package dev.tocsin.importer;

import java.nio.file.Path;

/** A file of rules. */
public record RuleFile(Path path, String text) {

  /** The name without its folder and what follows the last dot. */
  public String stem() {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
