package dev.tocsin.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The tracing policies of {@code config/tracing}, which are packed with the program. */
public final class ShippedTracing {
  public static final List<String> NAMES =
      List.of(
          "tocsin-bpf",
          "tocsin-connect",
          "tocsin-credentials",
          "tocsin-devices",
          "tocsin-dns",
          "tocsin-exec",
          "tocsin-file-removal",
          "tocsin-file-writes",
          "tocsin-files",
          "tocsin-listen",
          "tocsin-modules",
          "tocsin-mounts",
          "tocsin-namespaces",
          "tocsin-permissions",
          "tocsin-ptrace",
          "tocsin-rootkit-files");

  private static final YAMLMapper YAML = new YAMLMapper();

  private ShippedTracing() {}

  public static List<TracingPolicy> read() {
    return NAMES.stream().map(name -> TracingPolicy.of(object(name))).toList();
  }

  /** One of them as the object that it is. */
  public static JsonNode object(String name) {
    String file = "/dev/tocsin/tracing/" + name + ".yaml";
    try (InputStream stream = ShippedTracing.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not packed with the program");
      }
      return YAML.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
