package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.log.LogObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ResourceLock(Resources.SYSTEM_ERR)
class LogsTest {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() throws Exception {
    System.setErr(before);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  /** Those of the loggers of this test: threads of earlier ones may still have something to say. */
  private List<String> lines() {
    return captured
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("Example") || line.contains("Library"))
        .toList();
  }

  @Test
  void jsonIsOneObjectALineWithTheErrorInside() throws Exception {
    Logs.setUp(Logs.Format.JSON, false, "1.2.3");
    LoggerFactory.getLogger("dev.tocsin.Example")
        .warn("cannot read {}", "a \"file\"\nwith two lines", new IllegalStateException("why"));
    assertThat(lines()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(lines().getFirst());
    assertThat(line.get("log.level").asText()).isEqualTo("WARN");
    assertThat(line.get("log.logger").asText()).isEqualTo("dev.tocsin.Example");
    assertThat(line.get("message").asText()).isEqualTo("cannot read a \"file\"\nwith two lines");
    assertThat(line.get("service.name").asText()).isEqualTo("tocsin");
    assertThat(line.get("service.version").asText()).isEqualTo("1.2.3");
    assertThat(line.get("error.message").asText()).isEqualTo("why");
    assertThat(line.get("error.stack_trace").asText()).contains("LogsTest");
    assertThat(line.hasNonNull("@timestamp")).isTrue();
  }

  /** Each connection that fails is a line; an output says so once. */
  @Test
  void theClientOfKafkaIsHeardOnlyInDetail() {
    Logs.setUp(Logs.Format.TEXT, false, "1.2.3");
    LoggerFactory.getLogger("org.apache.kafka.Library").warn("no connection");
    assertThat(lines()).isEmpty();
    Logs.setUp(Logs.Format.TEXT, true, "1.2.3");
    LoggerFactory.getLogger("org.apache.kafka.Library").info("connected");
    LoggerFactory.getLogger("org.apache.kafka.Library").warn("no connection");
    assertThat(lines()).hasSize(1);
  }

  @Test
  void inJsonALineSaysWhichObjectItIsAbout() throws Exception {
    Logs.setUp(Logs.Format.JSON, false, "1.2.3");
    Logger logger = LoggerFactory.getLogger("dev.tocsin.Example");
    LogObject.alert("shop", "shell-\"x\"")
        .in(logger.atWarn(), "tocsin-system/shell")
        .setCause(new IllegalStateException("why"))
        .log("{} waits", "it");
    LogObject.node("worker-0").in(logger.atInfo()).log("node");

    JsonNode alert = new ObjectMapper().readTree(lines().getFirst());
    assertThat(alert.get("message").asText()).isEqualTo("it waits");
    assertThat(alert.get("orchestrator.resource.type").asText()).isEqualTo("SecurityAlert");
    assertThat(alert.get("orchestrator.namespace").asText()).isEqualTo("shop");
    assertThat(alert.get("orchestrator.resource.name").asText()).isEqualTo("shell-\"x\"");
    assertThat(alert.get("rule.name").asText()).isEqualTo("tocsin-system/shell");
    assertThat(alert.get("error.message").asText()).isEqualTo("why");
    JsonNode node = new ObjectMapper().readTree(lines().getLast());
    assertThat(node.get("orchestrator.resource.type").asText()).isEqualTo("Node");
    assertThat(node.get("orchestrator.resource.name").asText()).isEqualTo("worker-0");
    assertThat(node.has("orchestrator.namespace")).isFalse();
  }

  @Test
  void inTextNoControlCharacterOfAMessageReachesTheTerminal() {
    Logs.setUp(Logs.Format.TEXT, false, "1.2.3");
    LoggerFactory.getLogger("dev.tocsin.Example").info("ran {}", "x\n12:00 ERROR forged\u001b[2J");
    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith("INFO  Example: ran x\\n12:00 ERROR forged\\u{1b}[2J");
  }

  @Test
  void inTextAnErrorForgesNoLineAndShowsItsCauses() {
    Logs.setUp(Logs.Format.TEXT, false, "1.2.3");
    LoggerFactory.getLogger("dev.tocsin.Example")
        .warn(
            "cannot read",
            new IllegalStateException(
                "pod a\n12:00:00.000 INFO  Example: forged\u202e",
                new IllegalArgumentException("b\nforged too")));
    List<String> all = captured.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(all)
        .contains(
            "java.lang.IllegalStateException: pod a\\n12:00:00.000 INFO  Example: forged\\u{202e}",
            "Caused by: java.lang.IllegalArgumentException: b\\nforged too")
        .anyMatch(line -> line.startsWith("\tat dev.tocsin.telemetry.LogsTest."))
        .noneMatch(line -> line.startsWith("12:00:00.000") || line.startsWith("forged"));
  }

  @Test
  void inJsonWhatIsNotSeenIsEscapedAndMeansTheSame() throws Exception {
    Logs.setUp(Logs.Format.JSON, false, "1.2.3");
    LogObject.pod("shop", "web\u202e\u2028")
        .in(LoggerFactory.getLogger("dev.tocsin.Example").atInfo())
        .log("ran {}", "x\u202ey\u009b\u200b");
    assertThat(lines()).singleElement().asString().matches("[ -~]*");
    JsonNode line = new ObjectMapper().readTree(lines().getFirst());
    assertThat(line.get("message").asText()).isEqualTo("ran x\u202ey\u009b\u200b");
    assertThat(line.get("orchestrator.resource.name").asText()).isEqualTo("web\u202e\u2028");
  }

  @Test
  void detailsAreSaidOnlyWhenAskedForAndLibrariesStayQuiet() {
    Logs.setUp(Logs.Format.TEXT, false, "1.2.3");
    LoggerFactory.getLogger("dev.tocsin.Example").debug("detail");
    LoggerFactory.getLogger("org.example.Library").info("chatter");
    assertThat(lines()).isEmpty();
    Logs.setUp(Logs.Format.TEXT, true, "1.2.3");
    LoggerFactory.getLogger("dev.tocsin.Example").debug("detail");
    LoggerFactory.getLogger("org.example.Library").info("chatter");
    assertThat(lines()).singleElement().asString().endsWith("detail");
  }
}
