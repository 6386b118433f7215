package dev.tocsin.notify.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.KafkaOutput;
import dev.tocsin.notify.format.CloudEvent;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.OcsfFinding;
import dev.tocsin.notify.reach.Exchange;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import dev.tocsin.notify.receiver.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Kafka. The key of a record is the alert's uid, so one partition has all of an alert in
 * its order; a record is taken once all replicas in sync have it. What is sent again has the same
 * id. After a failure the producer is another one: what the old one still had cannot come later
 * than what follows. Brokers name the addresses of others, which nobody judges: so it is for
 * outputs that may reach any.
 */
public final class KafkaDestination implements Destination {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 100;

  private final KafkaOutput settings;
  private final HttpCalls.Settings connection;
  private final Secrets secrets;
  private final InstantSource clock;
  private volatile @Nullable Open open;

  private record Open(ProducerSettings settings, Producer<String, byte[]> producer) {}

  public KafkaDestination(
      KafkaOutput settings, HttpCalls.Settings connection, Secrets secrets, InstantSource clock) {
    this.settings = settings;
    this.connection = connection;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public void readSecrets() throws UnreadableSecretException {
    ProducerSettings.of(settings, connection, secrets);
  }

  @Override
  public int most() {
    return MOST;
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) throws InterruptedException {
    Instant now = clock.instant();
    try {
      Producer<String, byte[]> producer = producer();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Message each : messages) {
        ProducerRecord<String, byte[]> record = record(brief ? each.brief() : each, now);
        Exchange.note(
            () ->
                "record to topic %s of %s, %d bytes"
                    .formatted(
                        settings.topic(),
                        String.join(", ", settings.brokers()),
                        record.value().length));
        Future<RecordMetadata> taken = producer.send(record);
        sent.add(taken);
        if (taken.isDone()) {
          taken.get(); // it failed without a broker: each further one would wait as long
        }
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
      return ReceiverAnswer.ACCEPTED;
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      close();
      return KafkaAnswers.of(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptException e) {
      Thread.interrupted(); // said by the exception
      close();
      throw new InterruptedException();
    } catch (KafkaException e) {
      close();
      return KafkaAnswers.of(e);
    }
  }

  private Producer<String, byte[]> producer() throws UnreadableSecretException {
    ProducerSettings wanted = ProducerSettings.of(settings, connection, secrets);
    Open latest = open;
    if (latest != null && latest.settings.equals(wanted)) {
      return latest.producer;
    }
    close();
    Producer<String, byte[]> made =
        new KafkaProducer<>(
            wanted.properties(settings, connection),
            new StringSerializer(),
            new ByteArraySerializer());
    open = new Open(wanted, made);
    return made;
  }

  private ProducerRecord<String, byte[]> record(Message message, Instant now) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(settings.topic(), message.uid(), value(message, now));
    header(record, "content-type", contentType());
    header(record, "Tocsin-Id", message.id());
    header(record, "Tocsin-Event", message.event());
    if (format() == KafkaOutput.Format.CLOUD_EVENTS_BINARY) {
      CloudEvent.recordHeaders(message, now).forEach((name, value) -> header(record, name, value));
    }
    return record;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** One that this version does not know is the usual one. */
  private KafkaOutput.Format format() {
    return settings.format() == null || settings.format() == KafkaOutput.Format.UNKNOWN
        ? KafkaOutput.Format.CLOUD_EVENTS_BINARY
        : settings.format();
  }

  private String contentType() {
    return format() == KafkaOutput.Format.CLOUD_EVENTS
        ? "application/cloudevents+json; charset=UTF-8"
        : "application/json";
  }

  private byte[] value(Message message, Instant now) {
    JsonNode document =
        switch (format()) {
          case CLOUD_EVENTS -> CloudEvent.structured(message, now);
          case OCSF -> OcsfFinding.of(message);
          case CLOUD_EVENTS_BINARY, OBJECT, UNKNOWN -> message.alert();
        };
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written", e);
    }
  }

  @Override
  public void forgetSecrets() {
    secrets.forget();
  }

  @Override
  public void close() {
    Open latest = open;
    open = null;
    if (latest != null) {
      try {
        latest.producer.close(Duration.ZERO);
      } catch (KafkaException e) {
        // it has let go of what it could, and the other outputs are to be closed too; where this
        // thread was interrupted, it still is
      }
    }
  }
}
