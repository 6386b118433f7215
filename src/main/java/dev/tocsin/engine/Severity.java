package dev.tocsin.engine;

/** From least to most severe; the order is used for priority. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
