package dev.tocsin.log;

import org.slf4j.spi.LoggingEventBuilder;

/**
 * An object of Kubernetes that a line of the log is about. In JSON it is {@code
 * orchestrator.resource.type}, {@code orchestrator.resource.name} and {@code
 * orchestrator.namespace}, as the Elastic Common Schema calls them; in text it is only what the
 * message says.
 *
 * @param kind as in the object: {@code DetectionPolicy}
 * @param namespace {@code ""} for an object of the cluster
 */
public record LogObject(String kind, String namespace, String name) {
  private static final String KIND = "orchestrator.resource.type";
  private static final String NAMESPACE = "orchestrator.namespace";
  private static final String NAME = "orchestrator.resource.name";

  /** The policy that a line about something else has to do with. */
  private static final String RULE = "rule.name";

  public static LogObject node(String name) {
    return new LogObject("Node", "", name);
  }

  public static LogObject pod(String namespace, String name) {
    return new LogObject("Pod", namespace, name);
  }

  public static LogObject policy(String namespace, String name) {
    return new LogObject("DetectionPolicy", namespace, name);
  }

  public static LogObject alert(String namespace, String name) {
    return new LogObject("SecurityAlert", namespace, name);
  }

  /** The line, about this object. */
  public LoggingEventBuilder in(LoggingEventBuilder line) {
    LoggingEventBuilder named = line.addKeyValue(KIND, kind).addKeyValue(NAME, name);
    return namespace.isEmpty() ? named : named.addKeyValue(NAMESPACE, namespace);
  }

  /**
   * The line, about this object, which is there because of a policy.
   *
   * @param policy {@code namespace/name}
   */
  public LoggingEventBuilder in(LoggingEventBuilder line, String policy) {
    return in(line).addKeyValue(RULE, policy);
  }
}
