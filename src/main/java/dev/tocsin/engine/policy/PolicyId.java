package dev.tocsin.engine.policy;

/** Identity of one generation of one policy. */
public record PolicyId(String namespace, String name, String uid, long generation) {

  /** {@code namespace/name}, for messages and metrics. */
  public String key() {
    return namespace + "/" + name;
  }
}
