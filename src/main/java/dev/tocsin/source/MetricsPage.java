package dev.tocsin.source;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page in Prometheus' text format as it comes in, and keeps the samples of some metrics: a
 * page may well be of some megabytes, since Tetragon counts events by pod and binary, and what is
 * looked for are a few lines.
 *
 * <p>The result fails with an {@link IOException} for a page that is too large, or one on which a
 * wanted line cannot be read.
 */
final class MetricsPage implements BodySubscriber<Map<String, PrometheusLine>> {
  static final int MOST_BYTES = 64 << 20;
  static final int LONGEST_LINE = 8 << 10;
  static final int MOST_SAMPLES = 10_000;

  private final Set<String> wanted;
  private final CompletableFuture<Map<String, PrometheusLine>> result = new CompletableFuture<>();
  private final Map<String, PrometheusLine> samples = new HashMap<>();
  private final byte[] line = new byte[LONGEST_LINE];
  private int length;
  private int number = 1;
  private long bytes;
  private Flow.@Nullable Subscription subscription;

  /**
   * @param wanted names of metrics
   */
  MetricsPage(Set<String> wanted) {
    this.wanted = wanted;
  }

  /** By series. */
  @Override
  public CompletionStage<Map<String, PrometheusLine>> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    begun.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (result.isDone()) {
      return;
    }
    try {
      for (ByteBuffer buffer : buffers) {
        take(buffer);
      }
    } catch (IOException e) {
      if (subscription != null) {
        subscription.cancel();
      }
      result.completeExceptionally(e);
    }
  }

  private void take(ByteBuffer buffer) throws IOException {
    bytes += buffer.remaining();
    if (bytes > MOST_BYTES) {
      throw new IOException("the page is larger than " + MOST_BYTES + " bytes");
    }
    while (buffer.hasRemaining()) {
      byte each = buffer.get();
      if (each == '\n') {
        endLine();
      } else if (length < LONGEST_LINE) {
        line[length++] = each;
      } // none of the wanted lines is that long
    }
  }

  private void endLine() throws IOException {
    if (length > 0 && wanted.contains(name())) {
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      try {
        PrometheusLine.parse(text).ifPresent(sample -> samples.put(sample.series(), sample));
      } catch (IllegalArgumentException e) {
        throw new IOException("line " + number + " cannot be read: " + e.getMessage(), e);
      }
      if (samples.size() > MOST_SAMPLES) {
        throw new IOException("more than " + MOST_SAMPLES + " counters of losses");
      }
    }
    length = 0;
    number++;
  }

  /** What is before the labels or the value. */
  private String name() {
    int end = 0;
    while (end < length && line[end] != '{' && line[end] != ' ' && line[end] != '\t') {
      end++;
    }
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    if (result.isDone()) {
      return;
    }
    try {
      endLine();
      result.complete(Map.copyOf(samples));
    } catch (IOException e) {
      result.completeExceptionally(e);
    }
  }
}
