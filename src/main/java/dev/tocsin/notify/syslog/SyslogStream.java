package dev.tocsin.notify.syslog;

import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnreachableReceiverException;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Syslog over TLS (RFC 5425) or TCP (RFC 6587, 3.4.1): each message behind the number of its
 * octets. Nothing is acknowledged, so what was in the buffers when a connection breaks is lost, and
 * nobody says so: the latest messages are kept, and sent again on the next connection.
 */
final class SyslogStream implements SyslogTransport {
  /** As much as buffers hold. */
  private static final int KEPT_BYTES = 256 * 1024;

  /** So long the kernel tries to get rid of what it has. */
  private static final Duration KEPT_FOR = Duration.ofMinutes(15);

  private final SyslogConnector connector;
  private final Duration timeout;
  private final InstantSource clock;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long keptBytes;
  private volatile @Nullable SyslogConnection connection;

  private record Kept(byte[] frame, Instant sent) {}

  SyslogStream(SyslogConnector connector, Duration timeout, InstantSource clock) {
    this.connector = connector;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public ReceiverAnswer send(List<byte[]> messages) throws InterruptedException {
    Instant now = clock.instant();
    forgetOld(now);
    List<byte[]> frames = messages.stream().map(SyslogStream::frame).toList();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    SyslogConnection current = connection;
    try {
      if (current == null || current.isClosed()) {
        close();
        current = connector.connect();
        connection = current;
        kept.forEach(each -> all.writeBytes(each.frame));
      }
      frames.forEach(all::writeBytes);
      write(current, all.toByteArray());
    } catch (UnreachableReceiverException e) {
      return e.answer();
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    } catch (SSLException e) {
      close();
      return new ReceiverAnswer.Retry("TLS: " + OutputTls.reason(e), null);
    } catch (IOException e) {
      close();
      return new ReceiverAnswer.Retry("the connection to the receiver broke", null);
    } catch (TimeoutException e) {
      close(); // which ends the writing
      return new ReceiverAnswer.Retry(
          "the receiver did not take it within " + timeout.toSeconds() + " s", null);
    }
    frames.forEach(each -> keep(each, now));
    return ReceiverAnswer.ACCEPTED;
  }

  private static byte[] frame(byte[] message) {
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(length.length + message.length);
    frame.writeBytes(length);
    frame.writeBytes(message);
    return frame.toByteArray();
  }

  /** A receiver that reads nothing would hold it up for ever. */
  private void write(SyslogConnection to, byte[] bytes)
      throws IOException, TimeoutException, InterruptedException {
    CompletableFuture<Void> written = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("syslog")
        .start(
            () -> {
              try {
                to.write(bytes);
                written.complete(null);
              } catch (IOException e) {
                written.completeExceptionally(e);
              }
            });
    try {
      written.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
    }
  }

  private void keep(byte[] frame, Instant now) {
    kept.addLast(new Kept(frame, now));
    keptBytes += frame.length;
    while (keptBytes > KEPT_BYTES) {
      keptBytes -= kept.removeFirst().frame.length;
    }
  }

  private void forgetOld(Instant now) {
    while (!kept.isEmpty() && kept.getFirst().sent.plus(KEPT_FOR).isBefore(now)) {
      keptBytes -= kept.removeFirst().frame.length;
    }
  }

  @Override
  public void close() {
    SyslogConnection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }
}
