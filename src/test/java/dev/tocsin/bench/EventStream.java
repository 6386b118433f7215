package dev.tocsin.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.tocsin.event.Event;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recorded events as one stream in the order of event time, which can be told to go on: each
 * round is later than the one before, so that windows see new events and not old ones again.
 */
public final class EventStream {
  /** What any time from 1978 to 3058 takes on the wire. */
  private static final int SECONDS_BYTES = 5;

  private static final String DEFAULT_FLAGS = "27-default-flags";

  private static final long LARGEST_SECONDS = 1L << (7 * SECONDS_BYTES);

  private final byte[][] messages;

  /** Where the seconds of the event's time are, 0 for an event without a time. */
  private final int[] secondsAt;

  private final long[] seconds;
  private final long roundSeconds;
  private long shift;

  /**
   * @param sorted by the time of the events; they are changed in place
   */
  public EventStream(List<byte[]> sorted) {
    messages = sorted.toArray(byte[][]::new);
    secondsAt = new int[messages.length];
    seconds = new long[messages.length];
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < messages.length; i++) {
      long time = Event.of(messages[i]).timeNanos() / 1_000_000_000;
      if (time > 0) {
        seconds[i] = time;
        secondsAt[i] = find(messages[i]);
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
    }
    roundSeconds = last - first + 1;
  }

  /** The first events of the recordings. */
  public static EventStream recorded(int count) {
    List<byte[]> all =
        Recordings.names().stream().flatMap(name -> Recordings.messages(name).stream()).toList();
    if (all.size() < count) {
      throw new IllegalStateException("the recordings hold " + all.size() + " events only");
    }
    return new EventStream(sorted(all).subList(0, count));
  }

  /**
   * What an agent with default flags sent, without credentials, namespaces and ancestors: one short
   * recording again and again, each time later, so that it is as many events of different bytes.
   */
  static EventStream ofDefaultFlags(int count) {
    EventStream once = new EventStream(sorted(Recordings.messages(DEFAULT_FLAGS)));
    List<byte[]> all = new ArrayList<>();
    while (all.size() < count) {
      Stream.of(once.messages).map(byte[]::clone).forEach(all::add);
      once.nextRound();
    }
    return new EventStream(all.subList(0, count));
  }

  /**
   * @param flags of the agent: {@code all} or {@code default}
   */
  static EventStream of(String flags, int count) {
    return switch (flags) {
      case "all" -> recorded(count);
      case "default" -> ofDefaultFlags(count);
      default -> throw new IllegalArgumentException("no recordings of flags: " + flags);
    };
  }

  private static List<byte[]> sorted(List<byte[]> all) {
    // Some kinds carry no time: they stay behind the event that they came after.
    long[] latest = {0};
    record Timed(long time, byte[] message) {}
    return all.stream()
        .map(
            message -> {
              long time = Event.of(message).timeNanos();
              latest[0] = time == 0 ? latest[0] : time;
              return new Timed(latest[0], message);
            })
        .sorted(Comparator.comparingLong(Timed::time))
        .map(Timed::message)
        .toList();
  }

  public byte[][] messages() {
    return messages;
  }

  long meanBytes() {
    return Stream.of(messages).mapToLong(message -> message.length).sum() / messages.length;
  }

  /** Makes every event later by the length of the stream, in place. */
  void nextRound() {
    shift += roundSeconds;
    for (int i = 0; i < messages.length; i++) {
      if (secondsAt[i] > 0) {
        write(messages[i], secondsAt[i], seconds[i] + shift);
      }
    }
  }

  /** Makes every event one of this second, in place. */
  public void setTime(long epochSecond) {
    for (int i = 0; i < messages.length; i++) {
      if (secondsAt[i] > 0) {
        write(messages[i], secondsAt[i], epochSecond);
      }
    }
  }

  /** Where the number of seconds stands in the time of the event. */
  private static int find(byte[] message) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == GetEventsResponse.TIME_FIELD_NUMBER) {
          in.readRawVarint32();
          int seconds = in.readTag();
          int at = in.getTotalBytesRead();
          in.readInt64();
          if (WireFormat.getTagFieldNumber(seconds) == Timestamp.SECONDS_FIELD_NUMBER
              && in.getTotalBytesRead() - at == SECONDS_BYTES) {
            return at;
          }
          throw new IllegalStateException("a time without seconds");
        }
        in.skipField(tag);
      }
      throw new IllegalStateException("no time in an event of " + message.length + " bytes");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(byte[] message, int at, long seconds) {
    if (seconds >= LARGEST_SECONDS) {
      throw new IllegalStateException("the stream has come to its end of time");
    }
    long rest = seconds;
    for (int i = 0; i < SECONDS_BYTES; i++) {
      message[at + i] = (byte) (rest & 0x7f | (i < SECONDS_BYTES - 1 ? 0x80 : 0));
      rest >>>= 7;
    }
  }
}
