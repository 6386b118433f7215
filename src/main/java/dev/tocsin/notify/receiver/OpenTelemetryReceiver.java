package dev.tocsin.notify.receiver;

import static java.net.HttpURLConnection.HTTP_BAD_GATEWAY;
import static java.net.HttpURLConnection.HTTP_CLIENT_TIMEOUT;
import static java.net.HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.notify.format.LogRecordFormat;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.HttpAnswers;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.ReceiverCredentials;
import dev.tocsin.notify.reach.ReceiverUrl;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A receiver of OTLP over HTTP, with bodies in protobuf. Only 429, 502, 503 and 504 may be sent
 * again: 500 and 408 are final here. 200 may say that the record was rejected, which must not be
 * sent again either; so that it is known which was, a request has one record. Source:
 * opentelemetry.io, "OTLP Specification 1.9.0", OTLP/HTTP Response.
 */
public final class OpenTelemetryReceiver implements HttpReceiver {
  private static final int USUAL_SIZE = 256 * 1024;

  private final OpenTelemetryOutput settings;
  private final Secrets secrets;

  public OpenTelemetryReceiver(OpenTelemetryOutput settings, Secrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  @Override
  public void check() throws UnreadableSecretException {
    url();
    ReceiverCredentials.headers(settings.credentials(), secrets);
  }

  @Override
  public HttpPost request(List<Message> messages, Instant now, boolean brief)
      throws UnreadableSecretException {
    Message message = messages.getFirst();
    byte[] body = body(brief ? message.brief() : message, now);
    if (body.length > USUAL_SIZE && !brief) {
      body = body(message.brief(), now);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-protobuf");
    headers.putAll(ReceiverCredentials.headers(settings.credentials(), secrets));
    return new HttpPost(url(), headers, body);
  }

  private byte[] body(Message message, Instant now) {
    return (settings.body() == OpenTelemetryOutput.Body.OCSF
            ? LogRecordFormat.ocsf(message, now)
            : LogRecordFormat.text(message, now))
        .toByteArray();
  }

  private URI url() throws UnreadableSecretException {
    return ReceiverUrl.of(settings.url().replaceAll("/+$", "") + "/v1/logs", null, secrets);
  }

  @Override
  public ReceiverAnswer meaning(AnswerReader.HttpAnswer answer, Instant now) {
    return switch (answer.status()) {
      case HTTP_OK -> rejected(answer.body());
      case HTTP_BAD_GATEWAY, HTTP_UNAVAILABLE, HTTP_GATEWAY_TIMEOUT ->
          HttpAnswers.later(answer, now);
      case HTTP_CLIENT_TIMEOUT -> new ReceiverAnswer.Refused("the receiver answered 408");
      default ->
          answer.status() >= 500
              ? new ReceiverAnswer.Refused("the receiver answered " + answer.status())
              : HttpAnswers.of(answer, now);
    };
  }

  private static ReceiverAnswer rejected(byte[] body) {
    try {
      return ExportLogsServiceResponse.parseFrom(body).getPartialSuccess().getRejectedLogRecords()
              > 0
          ? new ReceiverAnswer.Refused("the receiver rejected the record")
          : ReceiverAnswer.ACCEPTED;
    } catch (InvalidProtocolBufferException e) {
      return ReceiverAnswer.ACCEPTED; // 200, and nothing that says otherwise
    }
  }
}
