package dev.tocsin.notify.reach;

import static java.net.HttpURLConnection.HTTP_CLIENT_TIMEOUT;
import static java.net.HttpURLConnection.HTTP_ENTITY_TOO_LARGE;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_GONE;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_PROXY_AUTH;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an HTTP status means for what was sent. */
public final class HttpAnswers {
  /** Longer than that nobody makes us wait. */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY_REQUESTS = 429;

  private HttpAnswers() {}

  /** What most receivers mean. */
  public static ReceiverAnswer of(AnswerReader.HttpAnswer answer, Instant now) {
    return of(answer.status(), answer.retryAfter(), now);
  }

  /** It is not to be sent now, with what the receiver asks for. */
  public static ReceiverAnswer.Retry later(AnswerReader.HttpAnswer answer, Instant now) {
    return new ReceiverAnswer.Retry(
        "the receiver answered " + answer.status(), wait(answer.retryAfter(), now));
  }

  /**
   * @param retryAfter the header; null where there is none
   */
  static ReceiverAnswer of(int status, @Nullable String retryAfter, Instant now) {
    String reason = "the receiver answered " + status;
    if (status >= 200 && status < 300) {
      return ReceiverAnswer.ACCEPTED;
    }
    if (status >= 300 && status < 400) {
      return new ReceiverAnswer.Unhealthy(reason + ", a redirect, which is not followed");
    }
    return switch (status) {
      case HTTP_CLIENT_TIMEOUT, TOO_EARLY, TOO_MANY_REQUESTS ->
          new ReceiverAnswer.Retry(reason, wait(retryAfter, now));
      case HTTP_UNAUTHORIZED, HTTP_FORBIDDEN, HTTP_NOT_FOUND, HTTP_PROXY_AUTH ->
          new ReceiverAnswer.Unhealthy(reason);
      case HTTP_GONE -> new ReceiverAnswer.Stopped(reason + ", gone for good");
      case HTTP_ENTITY_TOO_LARGE -> new ReceiverAnswer.TooLarge(reason);
      default ->
          status >= 500
              ? new ReceiverAnswer.Retry(reason, wait(retryAfter, now))
              : new ReceiverAnswer.Refused(reason);
    };
  }

  /** Seconds, or a date; null for what is neither. */
  private static @Nullable Duration wait(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    String text = retryAfter.strip();
    Duration asked;
    if (text.matches("[0-9]{1,9}")) {
      asked = Duration.ofSeconds(Long.parseLong(text));
    } else {
      try {
        asked =
            Duration.between(
                now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException notADate) {
        return null;
      }
    }
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}
