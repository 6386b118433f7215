package dev.tocsin.demo;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.tocsin.source.proto.GetEventsResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Recorded events as if they happened now: what comes after the first event comes as much faster as
 * it is sent, and what came before it, the starts of processes that had been running, stays as long
 * ago.
 */
final class PresentEvents {
  private final long recordedNanos;
  private final long nowNanos;
  private final double speed;

  private PresentEvents(long recordedNanos, long nowNanos, double speed) {
    this.recordedNanos = recordedNanos;
    this.nowNanos = nowNanos;
    this.speed = speed;
  }

  /**
   * @param now when the first of them is sent
   * @param speed as many times faster than recorded
   */
  static List<byte[]> of(List<byte[]> recorded, Instant now, double speed) {
    List<GetEventsResponse> events = recorded.stream().map(PresentEvents::parse).toList();
    long first =
        events.stream()
            .filter(GetEventsResponse::hasTime)
            .mapToLong(event -> nanos(event.getTime()))
            .min()
            .orElse(0);
    PresentEvents shift =
        new PresentEvents(first, now.getEpochSecond() * 1_000_000_000L + now.getNano(), speed);
    return events.stream().map(event -> shift.moved(event).toByteArray()).toList();
  }

  private static GetEventsResponse parse(byte[] message) {
    try {
      return GetEventsResponse.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no event", e);
    }
  }

  private Message moved(Message message) {
    Message.Builder builder = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      FieldDescriptor name = field.getKey();
      if (name.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (name.isRepeated()) {
        List<?> values = (List<?>) field.getValue();
        for (int i = 0; i < values.size(); i++) {
          builder.setRepeatedField(name, i, value((Message) values.get(i)));
        }
      } else {
        builder.setField(name, value((Message) field.getValue()));
      }
    }
    return builder.build();
  }

  private Message value(Message value) {
    return value instanceof Timestamp time ? moved(time) : moved(value);
  }

  private Timestamp moved(Timestamp time) {
    long since = nanos(time) - recordedNanos;
    long passed = since > 0 ? (long) (since / speed) : since;
    return timestamp(nowNanos + passed);
  }

  private static long nanos(Timestamp time) {
    return time.getSeconds() * 1_000_000_000L + time.getNanos();
  }

  private static Timestamp timestamp(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(nanos, 1_000_000_000L))
        .setNanos((int) Math.floorMod(nanos, 1_000_000_000L))
        .build();
  }
}
