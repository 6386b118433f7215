package dev.tocsin.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.Console;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs go to standard error, so that standard output is a command's answer and nothing else. */
public final class Logs {
  /**
   * Arguments of processes and names of files end up in messages and errors: no character of theirs
   * may forge a line or drive a terminal.
   */
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %visibleMessage%n%visibleError";

  private Logs() {}

  /** How a line looks. */
  public enum Format {
    /** For people. */
    TEXT,
    /** One JSON object a line, with the field names of the Elastic Common Schema. */
    JSON;

    /** {@link #TEXT} on a terminal, else {@link #JSON}. */
    static Format automatic() {
      Console console = System.console();
      return console != null && console.isTerminal() ? TEXT : JSON;
    }
  }

  /**
   * Sets up logging for the process, whatever was set up before.
   *
   * @param verbose whether Tocsin says what it does in detail; libraries stay quiet
   */
  public static void setUp(Format format, boolean verbose, String version) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    setUp(context, format, verbose, version);
  }

  /** As above, for a context that is as it was made. */
  static void setUp(LoggerContext context, Format format, boolean verbose, String version) {
    Encoder<ILoggingEvent> encoder = encoder(format, version, context);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    RepeatedLines lines = new RepeatedLines(appender);
    lines.setContext(context);
    lines.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(lines);
    // warns at each connect that a unix socket has no keepalive, which gRPC asks for all the same
    context.getLogger("io.grpc.netty.shaded.io.netty.bootstrap").setLevel(Level.ERROR);
    // It warns of every API in alpha, and ours is.
    context
        .getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
        .setLevel(Level.ERROR);
    // each failed connection is a line; the output's own line says it once
    context.getLogger("org.apache.kafka").setLevel(verbose ? Level.WARN : Level.OFF);
    context.getLogger("dev.tocsin").setLevel(verbose ? Level.DEBUG : Level.INFO);
  }

  /**
   * Leaves out what the client of Kubernetes has to say of connections: for a command that says so
   * itself, on a terminal where anything else would be in the way.
   */
  public static void withoutClientLibrary() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.fabric8").setLevel(Level.OFF);
  }

  private static Encoder<ILoggingEvent> encoder(
      Format format, String version, LoggerContext context) {
    return switch (format) {
      case TEXT -> {
        PatternLayout layout = new PatternLayout();
        layout.getInstanceConverterMap().put("visibleMessage", VisibleMessage::new);
        layout.getInstanceConverterMap().put("visibleError", VisibleError::new);
        layout.setPattern(PATTERN);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(layout);
        yield encoder;
      }
      case JSON -> {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setServiceName("tocsin");
        encoder.setServiceVersion(version);
        yield encoder;
      }
    };
  }
}
