package dev.tocsin.cli;

import java.util.function.BooleanSupplier;

/** SIGTERM is how Kubernetes ends a process: an end in good order is no failure. */
final class Shutdown {
  private Shutdown() {}

  /**
   * Has a process end in good order when it is told to end.
   *
   * @param stop false when it had ended before
   */
  static void with(BooleanSupplier stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (stop.getAsBoolean()) {
                    Runtime.getRuntime().halt(0);
                  }
                },
                "shutdown"));
  }
}
