package dev.tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin version}. */
@Command(
    name = "version",
    description = "Print the version of Tocsin, the Java runtime and the platform.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .printf(
            "tocsin %s (Java %s, %s/%s)%n",
            BuildVersion.version(),
            Runtime.version(),
            System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT),
            System.getProperty("os.arch"));
  }
}
