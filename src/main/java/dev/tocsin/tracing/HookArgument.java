package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * An argument of a hook.
 *
 * @param index which one of the function's
 * @param type {@code file}, {@code uint32}
 * @param label may be empty
 */
public record HookArgument(int index, String type, String label) {
  private static final Set<String> PATHS = Set.of("file", "path", "dentry", "linux_binprm", "fd");

  static HookArgument of(JsonNode argument) {
    return new HookArgument(
        argument.path("index").asInt(-1),
        argument.path("type").asText(),
        argument.path("label").asText(""));
  }

  boolean isPath() {
    return PATHS.contains(type);
  }
}
