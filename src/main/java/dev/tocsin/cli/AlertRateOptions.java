package dev.tocsin.cli;

import picocli.CommandLine.Option;

/** How fast alerts are written. */
final class AlertRateOptions {
  @Option(
      names = "--alert-rate",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Sustained rate of writes to the API server, per second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--alert-burst",
      paramLabel = "N",
      defaultValue = "50",
      description = "Writes to the API server that may be made at once. Default: ${DEFAULT-VALUE}")
  private int burst;

  double rate() {
    return rate;
  }

  int burst() {
    return burst;
  }
}
