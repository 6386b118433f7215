package dev.tocsin.engine.policy;

/** From least to most severe; the order is used for priority. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
