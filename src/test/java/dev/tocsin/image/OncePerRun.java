package dev.tocsin.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takes long to make and is the same for all tests: the first JVM of a run that asks for it
 * makes it, the others wait and find it. A run is one of Maven; without Maven each JVM is one.
 */
public final class OncePerRun {
  private static final @Nullable String OF_MAVEN = System.getProperty("tocsin.test.run");
  private static final String RUN =
      OF_MAVEN == null ? "process " + ProcessHandle.current().pid() : OF_MAVEN;

  private OncePerRun() {}

  /** Whether others can have use of what is made: a single test is through before it is. */
  public static boolean isOfMaven() {
    return OF_MAVEN != null;
  }

  /** Makes something in a folder that is empty. */
  @FunctionalInterface
  interface Maker {
    void make(Path folder) throws IOException;
  }

  /**
   * The folder in which it is, made by now.
   *
   * @param name of the thing, and of a folder below {@code target/once}
   */
  static Path folder(String name, Maker maker) throws IOException {
    return folder(Path.of("target/once").toAbsolutePath().resolve(name), RUN, maker);
  }

  static synchronized Path folder(Path place, String run, Maker maker) throws IOException {
    Files.createDirectories(place);
    Path folder = place.resolve("made");
    Path madeBy = place.resolve("run");
    try (FileChannel file =
            FileChannel.open(
                place.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (!lock.isValid()) {
        throw new IOException("no lock on " + place);
      }
      if (!Files.exists(madeBy) || !Files.readString(madeBy).equals(run)) {
        Files.deleteIfExists(madeBy); // or half of it would pass for the whole
        Tool.run(place, List.of("rm", "-rf", "made"));
        maker.make(Files.createDirectory(folder));
        Files.writeString(madeBy, run);
      }
    }
    return folder;
  }
}
