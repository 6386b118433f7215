package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ResourceOperations;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusWritesTest {
  private boolean leading = true;

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final StatusWrites<DetectionException, DetectionExceptionStatus> writes =
      new StatusWrites<>(
          Duration.ofSeconds(10),
          () -> leading,
          (status, other) -> status(status.observedGeneration(), other.matches()));
  private final DetectionException exception =
      Yaml.exception("shop", "e", "policies: {names: [p]}");
  private final List<DetectionExceptionStatus> written = new ArrayList<>();
  private final Context<DetectionException> context = context();
  private @Nullable DetectionExceptionStatus stored;

  @SuppressWarnings("unchecked")
  private Context<DetectionException> context() {
    return (Context<DetectionException>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("resourceOperations");
              return new RecordedWrites((Context<DetectionException>) proxy);
            });
  }

  private final class RecordedWrites extends ResourceOperations<DetectionException> {
    RecordedWrites(Context<DetectionException> context) {
      super(context);
    }

    @Override
    public DetectionException updatePrimaryStatus(DetectionException resource) {
      written.add(resource.getStatus());
      return resource;
    }
  }

  private static DetectionExceptionStatus status(
      @Nullable Long generation, @Nullable Long matches) {
    return new DetectionExceptionStatus(generation, List.of(), matches, null);
  }

  private void write(long seconds, long generation, long matches) {
    DetectionExceptionStatus status = status(generation, matches);
    int before = written.size();
    writes.write(exception, stored, status, context, START.plusSeconds(seconds));
    if (written.size() > before) {
      stored = status;
    }
  }

  @Test
  void nothingIsWrittenTwice() {
    write(0, 1, 5);
    write(60, 1, 5);
    assertThat(written).containsExactly(status(1L, 5L));
  }

  @Test
  void countsWaitForTheInterval() {
    write(0, 1, 5);
    write(3, 1, 6);
    write(9, 1, 7);
    write(10, 1, 8);
    assertThat(written).containsExactly(status(1L, 5L), status(1L, 8L));
  }

  @Test
  void anythingElseIsWrittenAtOnceAndTakesTheCountsAlong() {
    write(0, 1, 5);
    write(3, 2, 6);
    assertThat(written).containsExactly(status(1L, 5L), status(2L, 6L));
  }

  @Test
  void whoMayNotWriteWritesNothingAndForgetsNothing() {
    write(0, 1, 5);
    leading = false;
    write(20, 2, 6);
    assertThat(written).containsExactly(status(1L, 5L));

    leading = true;
    write(21, 2, 6);
    assertThat(written).containsExactly(status(1L, 5L), status(2L, 6L));
  }

  @Test
  void theNextLookIsAfterTheIntervalOrWhenSomethingExpires() {
    assertThat(writes.nextCheck(Optional.empty(), false, START)).isEqualTo(Duration.ofSeconds(10));
    assertThat(writes.nextCheck(Optional.empty(), true, START)).isEqualTo(Duration.ofSeconds(1));
    assertThat(writes.nextCheck(Optional.of(START.plusSeconds(60)), false, START))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(writes.nextCheck(Optional.of(START.plusSeconds(4)), false, START))
        .isEqualTo(Duration.ofMillis(4001));
  }
}
