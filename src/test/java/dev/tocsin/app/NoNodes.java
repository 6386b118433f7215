package dev.tocsin.app;

import dev.tocsin.inventory.NodeSource;
import java.util.Map;

/** A cluster without nodes. */
final class NoNodes implements NodeSource {
  @Override
  public void start() {}

  @Override
  public Map<String, Map<String, String>> all() {
    return Map.of();
  }

  @Override
  public String problem() {
    return "";
  }

  @Override
  public void close() {}
}
