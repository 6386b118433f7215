package dev.tocsin.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has in RAM, as Linux says in {@code /proc/PID/status}; the JVM knows only of its
 * heap.
 */
final class ResidentMemory {
  private static final Pattern LINE = Pattern.compile("(?m)^VmRSS:\\s+([0-9]+) kB$");

  private final Path status;

  ResidentMemory(Path status) {
    this.status = status;
  }

  /** Empty where the system has no such file. */
  static Optional<ResidentMemory> ofThisProcess() {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status) ? Optional.of(new ResidentMemory(status)) : Optional.empty();
  }

  /** NaN where it cannot be read. */
  double bytes() {
    try {
      Matcher line = LINE.matcher(Files.readString(status));
      return line.find() ? Long.parseLong(line.group(1)) * 1024.0 : Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
