package dev.tocsin.alert;

/**
 * What limits the number of alerts, closed ones included; the narrowest first.
 *
 * <p>A node has half of what a policy or a namespace has, so that one that is taken over, and makes
 * findings up, fills none of these alone.
 */
public enum Cap {
  POLICY(500),
  /** By the node of an alert's first finding; none counts alerts of several nodes. */
  NODE(250),
  NAMESPACE(500),
  CLUSTER(5000);

  private final int usual;

  Cap(int usual) {
    this.usual = usual;
  }

  /** Most alerts, unless an installation chooses otherwise. */
  int usual() {
    return usual;
  }
}
