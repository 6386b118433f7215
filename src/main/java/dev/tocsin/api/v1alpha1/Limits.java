package dev.tocsin.api.v1alpha1;

import java.time.Duration;

/**
 * The bounds of the API's fields, in Unicode code points or entries. The schema enforces them; who
 * writes an object from foreign data cuts to them.
 */
public final class Limits {
  /** A Kubernetes object name, a node name, a label key. */
  public static final int NAME = 253;

  /** A namespace, a label value, a container name. */
  public static final int LABEL = 63;

  /** A label key: prefix, slash, name. */
  public static final int LABEL_KEY = 317;

  public static final int UID = 64;

  /** One line for people: a title, a reason, a user's name. */
  public static final int LINE = 256;

  /** A paragraph for people: a message, a description, a note. */
  public static final int TEXT = 4096;

  /** One CEL expression. */
  public static final int EXPRESSION = 16_384;

  /** One value of a list. */
  public static final int LIST_VALUE = 1024;

  /** Values of one list. */
  public static final int LIST_VALUES = 4096;

  /** Entries of a policy's lists, variables, exceptions and steps. */
  public static final int ENTRIES = 64;

  /** Duration as text. */
  public static final int DURATION = 32;

  /** Timestamp as text. */
  public static final int TIMESTAMP = 40;

  /** A path of a binary, a file or a working directory; Linux allows 4096 bytes. */
  public static final int PATH = 4096;

  public static final int ARGUMENTS = 4096;

  public static final int IMAGE = 1024;

  /** A function, a tracing policy, an event kind, an exec_id. */
  public static final int IDENTIFIER = 512;

  public static final int LABELS = 64;

  public static final int ANCESTORS = 16;

  /** Entries of an alert's group, and of any groupBy. */
  public static final int GROUP_KEYS = 8;

  /** A value of an alert's group. */
  public static final int GROUP_VALUE = 1024;

  /** Nodes named in an alert's status. */
  public static final int ALERT_NODES = 10;

  /** Findings shown in an alert's status. */
  public static final int SAMPLES = 10;

  /** Contributors named in the status of an overflow alert. */
  public static final int CONTRIBUTORS = 20;

  /** Alerts named in the status of one that is made of alerts. */
  public static final int PARTS = 50;

  /** Techniques of ATT&CK in the status of such an alert. */
  public static final int TECHNIQUES = 32;

  /** Tactics of ATT&CK: all there are for containers, and more. */
  public static final int TACTICS = 14;

  /** Receivers whose state is in an alert's status. */
  public static final int DELIVERIES = 48;

  /** Nodes whose spool an alert's status remembers. */
  public static final int COUNTED_NODES = 100;

  /** The longest silence; its schema says it too. */
  public static final Duration SILENCE = Duration.ofDays(30);

  private Limits() {}
}
