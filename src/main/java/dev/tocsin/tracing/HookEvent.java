package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event of a hook, in Tetragon's JSON: {@code {"function_name": ..., "args": [...]}}, or with
 * {@code subsys} and {@code event} of a tracepoint.
 */
public record HookEvent(JsonNode content) {

  /** As {@code event.function} has it. */
  public String function() {
    return content.has("function_name")
        ? TracingPolicy.function(content.path("function_name").asText())
        : content.path("subsys").asText() + "/" + content.path("event").asText();
  }

  private JsonNode argument(int position) {
    return content.path("args").path(position);
  }

  /** A text or a path; empty for another kind of argument, or none. */
  Optional<String> text(int position) {
    JsonNode argument = argument(position);
    if (argument.path("string_arg").isTextual()) {
      return Optional.of(argument.path("string_arg").asText());
    }
    return Stream.of("file_arg", "path_arg", "linux_binprm_arg")
        .filter(argument::has)
        .findFirst()
        .map(kind -> argument.path(kind).path("path").asText());
  }

  Optional<Long> number(int position) {
    JsonNode argument = argument(position);
    return Stream.of("int_arg", "uint_arg", "long_arg", "size_arg")
        .filter(argument::has)
        .findFirst()
        .map(kind -> argument.path(kind).asLong());
  }

  Optional<JsonNode> socket(int position) {
    return Optional.of(argument(position).path("sock_arg")).filter(JsonNode::isObject);
  }
}
