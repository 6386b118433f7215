package dev.tocsin.image;

import java.util.List;
import java.util.stream.Stream;

/** How the image runs its JVM. */
public final class JvmFlags {
  /**
   * One collector and one size of headers: the archive of classes fits no others. It is used where
   * it was made for, since what is moved is memory of each process alone. The heap leaves room for
   * what the JVM needs besides: some 150 MiB under load, in a limit of 512. A collection of all of
   * it leaves no more free than four tenths of the old generation, at once: by default that would
   * be seven, and the tenth collection before it is done. What the C library holds of the heap of
   * the compilers goes back every five minutes. Classes may take what they take after a start,
   * before it is time to collect everything for their sake.
   */
  public static final List<String> IMAGE =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:MaxRAMPercentage=45",
          "-XX:MaxHeapFreeRatio=40",
          "-XX:-ShrinkHeapInSteps",
          "-XX:TrimNativeHeapInterval=300000",
          "-XX:MetaspaceSize=64m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData");

  /** The same in a process of this machine, with as much memory as a pod of the chart has. */
  public static final List<String> AS_IN_A_POD =
      Stream.concat(IMAGE.stream(), Stream.of("-XX:MaxRAM=512m")).toList();

  private JvmFlags() {}
}
