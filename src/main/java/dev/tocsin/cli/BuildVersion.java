package dev.tocsin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the build. */
final class BuildVersion implements IVersionProvider {
  static String version() {
    Properties build = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream("/dev/tocsin/build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing from the class path");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tocsin " + version()};
  }
}
