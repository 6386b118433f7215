package dev.tocsin.noise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The accounts that the library's lists hold as comments, because not every cluster has them:
 * {@code # NAMESPACE/SERVICEACCOUNT}.
 */
final class Accounts {
  static final Path LISTS = Path.of("config/policies/lists.yaml");

  private static final Pattern COMMENTED_ACCOUNT =
      Pattern.compile("^# ([a-z0-9-]+/[a-z0-9.-]+)$", Pattern.MULTILINE);

  private Accounts() {}

  /** The lists as an administrator has them who uncommented all accounts. */
  static JsonNode all() {
    JsonNode lists = read();
    ObjectNode data = (ObjectNode) lists.get("data");
    data.properties()
        .forEach(list ->
            list.setValue(
                data.textNode(
                    COMMENTED_ACCOUNT.matcher(list.getValue().asText()).replaceAll("$1"))));
    return lists;
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(LISTS.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
