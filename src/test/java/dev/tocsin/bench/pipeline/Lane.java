package dev.tocsin.bench.pipeline;

import dev.tocsin.source.BareReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * An agent and what receives its events, each a process. Idle until it is measured, so that one
 * lane after the other has the machine.
 */
final class Lane implements AutoCloseable {
  /** As in the image: what is measured is to be what runs. */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:MaxRAM=512m",
          "-XX:MaxRAMPercentage=60",
          "-XX:-UsePerfData");

  private final String name;
  private final Path socket;
  private final Child agent;
  private final LongSupplier lost;
  private long receiver;
  private Runnable end = () -> {};

  /**
   * One measurement.
   *
   * @param received events that reached the receiver, a second
   * @param lost events that did not, or not as far as its evaluation
   * @param cpuNanos of the receiver, an event
   * @param residentMiB of the receiver
   */
  record Sample(double received, long lost, double cpuNanos, long residentMiB) {}

  private Lane(String name, Path socket, LongSupplier lost) {
    this.name = name;
    this.socket = socket;
    this.lost = lost;
    agent =
        Child.start(List.of("-Xmx1g", "-XX:+UseSerialGC"), LoadedAgent.class, socket.toString());
    agent.answer();
  }

  /** Without a receiver yet. */
  static Lane of(String name, Path folder, LongSupplier lost) {
    return new Lane(name, folder.resolve(name + ".sock"), lost);
  }

  /** With a {@link BareReceiver}. */
  static Lane bare(String form, Path folder) {
    Lane lane = of(form, folder, () -> 0);
    Child child = Child.start(FLAGS, BareReceiver.class, lane.address(), form);
    lane.receive(child.pid(), child::close);
    return lane;
  }

  /** Says which process receives, and how it ends. */
  void receive(long pid, Runnable end) {
    this.receiver = pid;
    this.end = end;
  }

  String name() {
    return name;
  }

  String address() {
    return "unix://" + socket.toAbsolutePath();
  }

  /** Has the agent send, without waiting for its end. */
  void begin(long rate, Duration time) {
    agent.tell(rate + " " + time.toMillis());
  }

  /** Waits until the agent has sent what {@link #begin} ordered: the events, and those dropped. */
  long[] end() {
    String[] words = agent.answer().split(" ");
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }

  Sample measure(long rate, Duration time) {
    long cpu = cpuNanos();
    long lostBefore = lost.getAsLong();
    long begin = System.nanoTime();
    begin(rate, time);
    long[] sent = end();
    double seconds = (double) (System.nanoTime() - begin) / TimeUnit.SECONDS.toNanos(1);
    long received = sent[0] - sent[1];
    return new Sample(
        received / seconds,
        sent[1] + lost.getAsLong() - lostBefore,
        (double) (cpuNanos() - cpu) / received,
        residentMiB());
  }

  private long cpuNanos() {
    return ProcessHandle.of(receiver)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException(name + " has ended"))
        .toNanos();
  }

  private long residentMiB() {
    try {
      return Files.readAllLines(Path.of("/proc/" + receiver + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end.run();
    agent.close();
  }
}
