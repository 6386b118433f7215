package dev.tocsin.bench.pipeline;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.bench.EventStream;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that is an agent: it sends the events of a file, with the time of now, at the rate that
 * is asked for, one by one in even distances. Each second it also sends a mark, whose arguments are
 * the time in nanoseconds.
 *
 * <p>A line {@code RATE MILLISECONDS} on standard input has it send; the answer is how many events
 * it sent and how many of them it dropped because the client was slow. Rate 0: as fast as they are
 * taken.
 */
final class LoadedAgent {
  /** Less than an agent's queue for a client: nothing is to be dropped at rate 0. */
  private static final int ROOM = 5_000;

  private static final String MARK_CONTAINER = "4b5e57f6eb2f42b9039b3d1e1392929";
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final EmbeddedTetragon agent;
  private final EventStream stream;
  private final byte[][] messages;
  private int at;
  private long sent;
  private int marks;

  private LoadedAgent(EmbeddedTetragon agent, EventStream stream) {
    this.agent = agent;
    this.stream = stream;
    this.messages = stream.messages();
  }

  /**
   * @param arguments the path of the socket, and of a file of events as {@code tocsin replay} reads
   *     them, sorted by time
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (EmbeddedTetragon agent =
        EmbeddedTetragon.start(Listening.onUnixSocket(Path.of(arguments[0])))) {
      agent.ignoreFilters(); // to decode each event for its kind would cost more than to send it
      LoadedAgent loaded =
          new LoadedAgent(agent, new EventStream(Recordings.messages(Path.of(arguments[1]))));
      System.out.println("listening");
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split(" ");
        agent.awaitSubscribers(1);
        System.out.println(loaded.send(Long.parseLong(words[0]), Long.parseLong(words[1])));
      }
    }
    System.exit(0);
  }

  private String send(long rate, long milliseconds) {
    long droppedBefore = agent.dropped();
    long sentBefore = sent;
    long begin = System.nanoTime();
    long end = begin + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    long nextMark = begin;
    for (long now = begin; now < end; now = System.nanoTime()) {
      if (now >= nextMark) {
        nextMark += SECOND;
        stream.setTime(Instant.now().getEpochSecond());
        send(mark());
      }
      long due = rate == 0 ? Long.MAX_VALUE : (now - begin) * rate / SECOND + 1;
      while (sent - sentBefore < due && (rate > 0 || agent.waiting() < ROOM)) {
        at = at + 1 == messages.length ? 0 : at + 1;
        send(messages[at]);
      }
      LockSupport.parkNanos(rate == 0 ? 50_000 : Math.max(20_000, SECOND / rate));
    }
    return (sent - sentBefore) + " " + (agent.dropped() - droppedBefore);
  }

  private void send(byte[] message) {
    agent.send(message);
    sent++;
  }

  private byte[] mark() {
    Instant now = Instant.now();
    marks++;
    return GetEventsResponse.newBuilder()
        .setNodeName("lab-node-1")
        .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setProcessExec(
            ProcessExec.newBuilder()
                .setProcess(
                    Process.newBuilder()
                        .setExecId("mark:" + marks)
                        .setPid(UInt32Value.of(marks))
                        .setBinary("/usr/bin/mark")
                        .setArguments(Long.toString(now.getEpochSecond() * SECOND + now.getNano()))
                        .setFlags("execve clone")
                        .setDocker(MARK_CONTAINER)))
        .build()
        .toByteArray();
  }
}
