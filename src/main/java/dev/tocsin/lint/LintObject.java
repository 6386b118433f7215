package dev.tocsin.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** One object as somebody wrote it. Two that read the same are still two: identity counts. */
public final class LintObject {
  private final String kind;
  private final String namespace;
  private final String name;
  private final JsonNode json;

  private LintObject(String kind, String namespace, String name, JsonNode json) {
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.json = json;
  }

  /**
   * @param namespace of an object that names none
   */
  public static LintObject of(JsonNode json, String namespace) {
    String own = json.at("/metadata/namespace").asText();
    return new LintObject(
        json.path("kind").asText(),
        own.isEmpty() ? namespace : own,
        json.at("/metadata/name").asText(),
        json);
  }

  /** Stands for what a file holds when it cannot be read. */
  public static LintObject unread() {
    return new LintObject("", "", "", MissingNode.getInstance());
  }

  public String kind() {
    return kind;
  }

  public String namespace() {
    return namespace;
  }

  /** {@code ""} when it has none. */
  public String name() {
    return name;
  }

  /** As it was written. */
  JsonNode json() {
    return json;
  }

  String apiVersion() {
    return json.path("apiVersion").asText();
  }

  /** Whether the group and version are those of Tocsin. */
  boolean isOurs() {
    return apiVersion().startsWith("tocsin.dev/");
  }

  boolean is(String apiVersion, String kind) {
    return apiVersion().equals(apiVersion) && this.kind.equals(kind);
  }

  /** {@code DetectionPolicy tocsin-system/shell-in-pod}; {@code ""} for what cannot be read. */
  @Override
  public String toString() {
    return kind.isEmpty() && name.isEmpty() ? "" : kind + " " + namespace + "/" + name;
  }
}
