package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");
  private static final String REFLECTOR = "io.fabric8.kubernetes.client.informers.Reflector";

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> target = new ListAppender<>();
  private final RepeatedLines lines = new RepeatedLines(target);

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    target.start();
    lines.setContext(context);
    lines.start();
  }

  private void log(
      Duration after,
      Level level,
      String logger,
      @Nullable Throwable cause,
      String text,
      Object... values) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), level, text, cause, values);
    event.setInstant(BEGIN.plus(after));
    lines.doAppend(event);
  }

  private List<String> said() {
    return target.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Throwable noConnection() {
    return new KubernetesClientException(
        "An error has occurred.", new IOException("x", new ConnectException()));
  }

  /** As many informers as a sensor has with ten lists, which try again after 30 s at most. */
  @Test
  void tenMinutesWithoutAnApiServerAreFourLinesWithoutAStackTrace() {
    for (int second = 0; second <= 600; second += 30) {
      for (int informer = 0; informer < 15; informer++) {
        log(
            Duration.ofSeconds(second),
            Level.WARN,
            REFLECTOR,
            noConnection(),
            "{} failed for {}, will retry",
            "listSyncAndWatch",
            "informer " + informer);
      }
    }
    assertThat(said())
        .containsExactly(
            "listSyncAndWatch failed for informer 0, will retry: no connection",
            "listSyncAndWatch failed for informer 0, will retry: no connection (29 more of these"
                + " were left out)",
            "listSyncAndWatch failed for informer 0, will retry: no connection (59 more of these"
                + " were left out)",
            "listSyncAndWatch failed for informer 0, will retry: no connection (119 more of these"
                + " were left out)");
    assertThat(target.list).allMatch(each -> each.getThrowableProxy() == null);
  }

  @Test
  void anotherReasonIsAnotherLine() {
    log(Duration.ZERO, Level.WARN, REFLECTOR, noConnection(), "failed");
    log(Duration.ZERO, Level.WARN, REFLECTOR, new IOException("closed"), "failed");
    assertThat(said()).containsExactly("failed: no connection", "failed: IOException: closed");
  }

  @Test
  void whatAServerAnsweredIsSaidWithoutItsObject() {
    String message = "Failure executing: PUT at: https://a/b. Message: not found.";
    log(
        Duration.ZERO,
        Level.WARN,
        "io.javaoperatorsdk.operator.processing.event.EventProcessor",
        new KubernetesClientException(
            message + " Received status: Status(apiVersion=v1, code=404).",
            404,
            new StatusBuilder().build()),
        "Uncaught error {}",
        "x".repeat(5000));
    assertThat(said()).hasSize(1);
    assertThat(said().getFirst())
        .startsWith("Uncaught error xxx")
        .endsWith("...: " + message)
        .hasSizeLessThan(600);
  }

  @Test
  void anOutageAfterAnotherIsSaidAtOnce() {
    log(Duration.ZERO, Level.WARN, REFLECTOR, noConnection(), "failed");
    log(Duration.ofSeconds(1), Level.WARN, REFLECTOR, noConnection(), "failed");
    log(Duration.ofMinutes(4), Level.WARN, REFLECTOR, noConnection(), "failed");
    assertThat(said())
        .containsExactly(
            "failed: no connection", "failed: no connection (1 more of these were left out)");
  }

  @Test
  void aDefectShowsWhereAndEachOneDoes() {
    log(Duration.ZERO, Level.WARN, REFLECTOR, new IllegalStateException("a"), "failed");
    log(Duration.ZERO, Level.WARN, REFLECTOR, new IllegalStateException("b"), "failed");
    log(
        Duration.ZERO,
        Level.ERROR,
        "dev.tocsin.Example",
        noConnection(),
        "shutting down after an error");
    assertThat(target.list).hasSize(3).allMatch(each -> each.getThrowableProxy() != null);
  }

  @Test
  void ownLinesAboutDifferentObjectsAreDifferent() {
    for (int i = 0; i < 3; i++) {
      for (String name : List.of("a", "b")) {
        log(Duration.ofSeconds(i), Level.WARN, "dev.tocsin.Example", null, "{} waits", name);
      }
    }
    assertThat(said()).containsExactly("a waits", "b waits");
  }

  @Test
  void whatIsNoWarningIsSaidEachTime() {
    for (int i = 0; i < 3; i++) {
      log(Duration.ZERO, Level.INFO, "dev.tocsin.Example", null, "leads");
    }
    assertThat(said()).hasSize(3);
  }

  @Test
  void namesThatStrangersChooseTakeNoMemory() {
    for (int i = 0; i < 100_000; i++) {
      log(Duration.ZERO, Level.WARN, "dev.tocsin.Example", null, "{} waits", i);
    }
    log(Duration.ZERO, Level.WARN, "dev.tocsin.Example", null, "{} waits", 0);
    assertThat(target.list).as("the first one was forgotten").hasSize(100_001);
  }
}
