package dev.tocsin.inventory;

import java.util.Map;

/** The nodes that there are. */
public interface NodeSource extends AutoCloseable {
  /** Begins to follow them; returns at once, and goes on trying where that is not possible. */
  void start();

  /** Labels by name, always in the same order. */
  Map<String, Map<String, String>> all();

  /** Empty while all changes are observed; else why not. */
  String problem();

  @Override
  void close();
}
