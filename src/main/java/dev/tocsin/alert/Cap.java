package dev.tocsin.alert;

/** What limits the number of alerts, the narrowest first. */
public enum Cap {
  POLICY,
  NAMESPACE,
  CLUSTER
}
