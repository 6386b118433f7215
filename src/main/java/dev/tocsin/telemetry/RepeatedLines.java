package dev.tocsin.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says once what is said again and again, as long as an API server is away: a warning comes at
 * once, and when it repeats after a minute, two, four and so on, with how many were left out. What
 * a library warns of because a connection failed or a server refused is one line with the reason; a
 * stack trace is for defects. Thread safe.
 */
final class RepeatedLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final String OWN = "dev.tocsin.";
  private static final String CLIENT_EXCEPTION =
      "io.fabric8.kubernetes.client.KubernetesClientException";

  /** Where the message of a refusal becomes the object that came with it. */
  private static final String OBJECT = " Received status: ";

  private static final int MOST_CHARACTERS = 400;
  private static final long FIRST_INTERVAL = Duration.ofMinutes(1).toMillis();
  private static final long LAST_INTERVAL = Duration.ofHours(1).toMillis();

  /** Names in messages may be a stranger's; what is forgotten is said once more. */
  private static final int MOST_KEYS = 256;

  /** What makes two lines the same to a reader. */
  private record Key(String logger, String message, String reason) {}

  /** Times are milliseconds since the epoch. */
  private static final class Repetition {
    private long next = Long.MIN_VALUE;
    private long interval = FIRST_INTERVAL;
    private long last;
    private long leftOut;
  }

  private final Appender<ILoggingEvent> target;
  private final Map<Key, Repetition> repetitions = new LinkedHashMap<>(16, 0.75f, true);

  RepeatedLines(Appender<ILoggingEvent> target) {
    this.target = target;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      target.doAppend(event);
      return;
    }
    boolean own = event.getLoggerName().startsWith(OWN);
    String reason = reason(event.getThrowableProxy());
    // a library's line is the same whichever object it is about
    String message = own ? event.getFormattedMessage() : event.getMessage();
    String why = reason.isEmpty() ? defect(event.getThrowableProxy()) : reason;
    long leftOut = leftOut(new Key(event.getLoggerName(), message, why), event.getTimeStamp());
    if (leftOut < 0) {
      return;
    }
    boolean brief = !own && !reason.isEmpty();
    target.doAppend(
        brief || leftOut > 0
            ? copy(event, text(event, brief ? reason : "", leftOut), brief)
            : event);
  }

  /** How many like it were left out since the last one; negative when this one is, too. */
  private long leftOut(Key key, long now) {
    synchronized (repetitions) {
      Repetition repetition = repetitions.computeIfAbsent(key, any -> new Repetition());
      if (repetitions.size() > MOST_KEYS) {
        repetitions.remove(repetitions.keySet().iterator().next());
      }
      if (now - repetition.last > 2 * repetition.interval) {
        repetition.interval = FIRST_INTERVAL; // it had ended
        repetition.next = Long.MIN_VALUE;
      }
      repetition.last = now;
      if (now < repetition.next) {
        repetition.leftOut++;
        return -1;
      }
      if (repetition.next != Long.MIN_VALUE) {
        repetition.interval = Math.min(2 * repetition.interval, LAST_INTERVAL);
      }
      repetition.next = now + repetition.interval;
      long leftOut = repetition.leftOut;
      repetition.leftOut = 0;
      return leftOut;
    }
  }

  private static String defect(@Nullable IThrowableProxy thrown) {
    return thrown == null ? "" : thrown.getClassName() + ": " + thrown.getMessage();
  }

  /** In words, when it is a connection's failure or a server's answer; else {@code ""}. */
  private static String reason(@Nullable IThrowableProxy thrown) {
    Throwable cause = thrown instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    String reason = "";
    for (; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause.getClass().getName().equals(CLIENT_EXCEPTION) && text.contains(OBJECT)) {
        return text.substring(0, text.indexOf(OBJECT));
      }
      if (cause instanceof ConnectException) {
        return "no connection"; // what is beneath it says even less
      }
      if (cause instanceof IOException || cause.getClass().getName().equals(CLIENT_EXCEPTION)) {
        reason =
            cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + text;
      }
    }
    return reason;
  }

  private static String text(ILoggingEvent event, String reason, long leftOut) {
    String text = event.getFormattedMessage();
    if (!reason.isEmpty()) {
      text = cut(text) + ": " + cut(reason);
    }
    return leftOut == 0 ? text : text + " (" + leftOut + " more of these were left out)";
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }

  private static LoggingEvent copy(ILoggingEvent event, String text, boolean brief) {
    LoggingEvent copy = new LoggingEvent();
    copy.setLoggerName(event.getLoggerName());
    copy.setLoggerContextRemoteView(event.getLoggerContextVO());
    copy.setLevel(event.getLevel());
    copy.setThreadName(event.getThreadName());
    copy.setInstant(event.getInstant());
    copy.setMDCPropertyMap(event.getMDCPropertyMap());
    copy.setMessage(text);
    copy.setKeyValuePairs(event.getKeyValuePairs());
    if (!brief && event.getThrowableProxy() instanceof ThrowableProxy proxy) {
      copy.setThrowableProxy(proxy);
    }
    return copy;
  }
}
