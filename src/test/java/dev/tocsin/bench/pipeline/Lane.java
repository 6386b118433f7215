package dev.tocsin.bench.pipeline;

import dev.tocsin.image.JvmFlags;
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
   * @param residentMiB memory of the receiver
   * @param anonymousMiB of that what is not of files, which the kernel cannot take back
   * @param seconds that it took
   * @param threads of the receiver
   */
  record Sample(
      double received,
      long lost,
      double cpuNanos,
      long residentMiB,
      long anonymousMiB,
      double seconds,
      ThreadTimes threads) {}

  private Lane(String name, Path socket, Path events, LongSupplier lost) {
    this.name = name;
    this.socket = socket;
    this.lost = lost;
    agent =
        Child.start(
            List.of("-Xmx1g", "-XX:+UseSerialGC"),
            LoadedAgent.class,
            socket.toString(),
            events.toString());
    agent.answer();
  }

  /**
   * Without a receiver yet.
   *
   * @param events what the agent sends, as {@link LoadedAgent} reads it
   */
  static Lane of(String name, Path events, LongSupplier lost) {
    return new Lane(name, events.resolveSibling(name + ".sock"), events, lost);
  }

  /** With a {@link BareReceiver}. */
  static Lane bare(String form, Path events) {
    Lane lane = of(form, events, () -> 0);
    Child child = Child.start(JvmFlags.AS_IN_A_POD, BareReceiver.class, lane.address(), form);
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
    long lostBefore = lost.getAsLong(); // which costs the receiver a page of metrics
    ThreadTimes threadsBefore = ThreadTimes.of(receiver);
    Duration cpuBefore = cpu();
    long begin = System.nanoTime();
    begin(rate, time);
    long[] sent = end();
    double seconds = (double) (System.nanoTime() - begin) / TimeUnit.SECONDS.toNanos(1);
    Duration cpu = cpu().minus(cpuBefore);
    ThreadTimes threads = ThreadTimes.of(receiver).since(threadsBefore);
    long received = sent[0] - sent[1];
    return new Sample(
        received / seconds,
        sent[1] + lost.getAsLong() - lostBefore,
        (double) cpu.toNanos() / received,
        memoryMiB("VmRSS:"),
        memoryMiB("RssAnon:"),
        seconds,
        threads);
  }

  /** Of the receiver, since it was started. */
  Duration cpu() {
    return ProcessHandle.of(receiver)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException(name + " has ended"));
  }

  private long memoryMiB(String kind) {
    try {
      return Files.readAllLines(Path.of("/proc/" + receiver + "/status")).stream()
          .filter(line -> line.startsWith(kind))
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
