package dev.tocsin.cluster;

import org.opentest4j.TestAbortedException;

/** What happens to a test whose tools are not there: skipped, loudly; in CI a failure. */
public final class MissingTools {
  private MissingTools() {}

  /** To be thrown. */
  public static RuntimeException skip(String what, String reason) {
    if ("true".equals(System.getenv("CI"))) {
      return new IllegalStateException("no " + what + ": " + reason);
    }
    System.err.println("#### SKIPPED: a test that needs " + what + ". " + reason);
    return new TestAbortedException("no " + what + ": " + reason);
  }
}
