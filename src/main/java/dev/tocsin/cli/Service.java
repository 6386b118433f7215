package dev.tocsin.cli;

import dev.tocsin.app.Running;
import dev.tocsin.app.UnusedHeap;
import java.util.function.BooleanSupplier;

/**
 * Commands that stay: SIGTERM is how Kubernetes ends one, and an end in good order is no failure.
 */
final class Service {
  private Service() {}

  /**
   * Returns when the process ends.
   *
   * @return the exit code
   */
  static int run(Running process) throws InterruptedException {
    endsWith(process::stop);
    try (process;
        UnusedHeap _ = UnusedHeap.ofThisProcess()) {
      return process.awaitStop().isPresent() ? 1 : 0;
    }
  }

  /**
   * Has this JVM end with exit code 0 when it is stopped. It cannot be distinguished from one that
   * ends by itself, with a code of its own.
   *
   * @param stop what is to be done before; false when that is done already, and the code is another
   */
  static void endsWith(BooleanSupplier stop) {
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
