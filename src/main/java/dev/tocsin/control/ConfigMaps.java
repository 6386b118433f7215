package dev.tocsin.control;

import java.util.Map;

/** Where the lists of policies come from. */
@FunctionalInterface
public interface ConfigMaps {

  Answer get(ObjectKey configMap);

  /** What is known about a ConfigMap. */
  sealed interface Answer {}

  record Found(Map<String, String> data) implements Answer {}

  record NotFound() implements Answer {}

  /** Whether it exists is not known. */
  record Unreadable(String reason) implements Answer {}
}
