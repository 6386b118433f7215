package dev.tocsin.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a process has used so far.
 *
 * @param resident MiB in memory now
 * @param most MiB that were in memory at a time
 */
record ProcessUsage(Duration cpu, long resident, long most) {

  static ProcessUsage of(long pid) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    return new ProcessUsage(
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO),
        mebibytes(status, "VmRSS:"),
        mebibytes(status, "VmHWM:"));
  }

  /** MiB that the live objects of a JVM take, after a collection. */
  static long liveHeap(long pid) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total =
        text.lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(text));
    return Long.parseLong(total.strip().split("\\s+")[2]) >> 20;
  }

  /** Runs a command to its end, and says what it used, to some milliseconds. */
  static ProcessUsage ofCommand(Path kubeconfig, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    ProcessUsage last = new ProcessUsage(Duration.ZERO, 0, 0);
    while (!process.waitFor(Duration.ofMillis(5))) {
      try {
        ProcessUsage now = of(process.pid());
        last = now.most() > 0 ? now : last;
      } catch (IOException e) {
        // it has ended since
      }
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    return last;
  }

  private static long mebibytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }

  /** Used since another reading, with the memory of this one. */
  String since(ProcessUsage before) {
    return String.format(
        Locale.ROOT,
        "%.1f s of CPU, %,d MiB resident (%,d at most)",
        cpu.minus(before.cpu).toMillis() / 1e3,
        resident,
        most);
  }
}
