package dev.tocsin.image;

import java.util.List;

/** How the image runs its JVM. */
public final class JvmFlags {
  /** One collector and one size of headers: the archive of classes fits no others. */
  public static final List<String> IMAGE =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:MaxRAMPercentage=60",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData");

  private JvmFlags() {}
}
