package dev.tocsin.transport.server;

/** What became of a node's report. All but the first are refusals. */
public enum ReportOutcome {
  TAKEN,
  TOO_OFTEN,
  TOO_LARGE
}
