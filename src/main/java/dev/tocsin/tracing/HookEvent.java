package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/**
 * An event of a hook, in Tetragon's JSON: {@code {"function_name": ..., "args": [...]}}, or with
 * {@code subsys} and {@code event} of a tracepoint.
 */
public record HookEvent(JsonNode content) {
  private static final Set<String> TEXTS =
      Set.of("string_arg", "file_arg", "path_arg", "linux_binprm_arg");
  private static final Set<String> NUMBERS = Set.of("int_arg", "uint_arg", "long_arg", "size_arg");
  private static final Set<String> SOCKETS = Set.of("sock_arg");

  /** As {@code event.function} has it. */
  String function() {
    return content.has("function_name")
        ? TracingPolicy.function(content.path("function_name").asText())
        : content.path("subsys").asText() + "/" + content.path("event").asText();
  }

  /**
   * The argument at a position of the hook's list. A test may compose more arguments than the hook
   * has, or fewer: then it is the first of the same kind. One that could not be read stays so.
   */
  private JsonNode argument(int position, Set<String> kinds) {
    JsonNode arguments = content.path("args");
    JsonNode there = arguments.path(position);
    if (isOneOf(kinds, there) || there.has("error_arg")) {
      return there;
    }
    for (JsonNode argument : arguments) {
      if (isOneOf(kinds, argument)) {
        return argument;
      }
    }
    return there;
  }

  private static boolean isOneOf(Set<String> kinds, JsonNode argument) {
    return kinds.stream().anyMatch(argument::has);
  }

  /** A text or a path; empty for another kind of argument, or none. */
  Optional<String> text(int position) {
    JsonNode argument = argument(position, TEXTS);
    if (argument.path("string_arg").isTextual()) {
      return Optional.of(argument.path("string_arg").asText());
    }
    return TEXTS.stream()
        .filter(argument::has)
        .findFirst()
        .map(kind -> argument.path(kind).path("path").asText());
  }

  Optional<Long> number(int position) {
    JsonNode argument = argument(position, NUMBERS);
    return NUMBERS.stream()
        .filter(argument::has)
        .findFirst()
        .map(kind -> argument.path(kind).asLong());
  }

  Optional<JsonNode> socket(int position) {
    return Optional.of(argument(position, SOCKETS).path("sock_arg")).filter(JsonNode::isObject);
  }
}
