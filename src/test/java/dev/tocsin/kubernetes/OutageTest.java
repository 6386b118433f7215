package dev.tocsin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final Outage outage = new Outage(() -> now);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private List<String> after(int seconds, String problem) {
    now = now.plusSeconds(seconds);
    outage.observe(problem);
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void itsBeginningAndItsEndAreSaidOnce() {
    assertThat(after(5, "")).isEmpty();
    assertThat(after(5, "the watch is interrupted")).isEmpty();
    assertThat(after(5, "no connection"))
        .containsExactly("changes of the API server do not arrive: no connection");
    assertThat(after(5, "503")).hasSize(1);
    assertThat(after(600, ""))
        .hasSize(2)
        .last()
        .isEqualTo("changes of the API server arrive again, after 610 s");
    assertThat(after(5, "")).hasSize(2);
  }

  @Test
  void aConnectionThatIsMadeAnewIsNone() {
    after(5, "the watch is interrupted");
    assertThat(after(5, "")).isEmpty();
    assertThat(after(5, "the watch is interrupted")).isEmpty();
  }
}
