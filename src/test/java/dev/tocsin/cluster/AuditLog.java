package dev.tocsin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What ServiceAccounts asked an API server for, by its audit log. */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who asked for what, not with which words; the requests of people and servers are left out. */
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - level: Metadata
          userGroups: ["system:serviceaccounts"]
        - level: None
      """;

  private final Path file;
  private final Path policy;

  AuditLog(Path folder) throws IOException {
    file = folder.resolve("audit.log");
    policy = Files.writeString(folder.resolve("audit-policy.yaml"), POLICY);
  }

  /** What the API server is to be told. */
  List<String> arguments() {
    return List.of("--audit-log-path=" + file, "--audit-policy-file=" + policy);
  }

  /**
   * A request that was answered; a watch is there twice, when it begins and when it ends.
   *
   * @param resource of RBAC: {@code GROUP/RESOURCE} or {@code GROUP/RESOURCE/SUBRESOURCE}, the
   *     group empty for the core
   * @param code of HTTP
   */
  public record Request(String verb, String resource, int code) {}

  /** Those of a ServiceAccount so far, in their order. */
  public List<Request> requests(String namespace, String account) throws IOException {
    String user = "system:serviceaccount:" + namespace + ":" + account;
    String text = Files.readString(file);
    // the last line may be half written
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(AuditLog::parse)
        .filter(entry -> entry.at("/user/username").asText().equals(user))
        .filter(entry -> entry.has("objectRef"))
        .map(
            entry ->
                new Request(
                    entry.path("verb").asText(),
                    resource(entry.path("objectRef")),
                    entry.at("/responseStatus/code").asInt()))
        .toList();
  }

  private static String resource(JsonNode object) {
    String resource = object.path("apiGroup").asText() + "/" + object.path("resource").asText();
    return object.has("subresource")
        ? resource + "/" + object.path("subresource").asText()
        : resource;
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException("audit log: " + line, e);
    }
  }
}
