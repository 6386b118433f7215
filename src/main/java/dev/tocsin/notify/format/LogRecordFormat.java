package dev.tocsin.notify.format;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.Locale;

/**
 * An alert as a log record of OpenTelemetry. Names are those of its semantic conventions (k8s,
 * container, process, security_rule); what they have no name for begins with {@code tocsin.}. The
 * resource is Tocsin: what an alert is about are attributes of the record.
 */
public final class LogRecordFormat {
  private LogRecordFormat() {}

  /** One request with one record, whose body is the alert's message. */
  public static ExportLogsServiceRequest text(Message message, Instant now) {
    String said = message.view().message();
    return request(message, said.isEmpty() ? message.view().title() : said, now);
  }

  /** One request with one record, whose body is a Detection Finding in JSON. */
  public static ExportLogsServiceRequest ocsf(Message message, Instant now) {
    return request(message, OcsfFinding.of(message).toString(), now);
  }

  private static ExportLogsServiceRequest request(Message message, String body, Instant now) {
    Resource.Builder resource = Resource.newBuilder().addAttributes(pair("service.name", "tocsin"));
    String cluster = message.view().cluster();
    if (!cluster.isEmpty()) {
      resource.addAttributes(pair("k8s.cluster.name", cluster));
    }
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(resource)
                .addScopeLogs(
                    ScopeLogs.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("dev.tocsin.alert"))
                        .addLogRecords(log(message, body, now))))
        .build();
  }

  private static LogRecord log(Message message, String body, Instant now) {
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    LogRecord.Builder log =
        LogRecord.newBuilder()
            // what is new has its own time, however late it is sent
            .setTimeUnixNano(message.revision() == 1 ? message.view().firstSeenNanos() : nanos)
            .setObservedTimeUnixNano(nanos)
            .setSeverityNumber(SeverityNumber.forNumber(message.severity().openTelemetry))
            .setSeverityText(message.view().severity())
            .setEventName("dev.tocsin.alert." + message.event().toLowerCase(Locale.ROOT))
            .setBody(AnyValue.newBuilder().setStringValue(body));
    put(log, "tocsin.id", message.id());
    put(log, "tocsin.alert.uid", message.uid());
    put(log, "tocsin.alert.name", message.namespace() + "/" + message.name());
    put(log, "tocsin.alert.title", message.view().title());
    put(log, "tocsin.alert.state", message.view().state());
    put(log, "tocsin.alert.count", message.view().count());
    put(log, "tocsin.alert.risk_score", message.view().riskScore());
    put(log, "tocsin.alert.last_seen", message.text("/status/lastSeen"));
    put(log, "security_rule.name", message.view().policy());
    put(log, "security_rule.uuid", message.text("/spec/policy/uid"));
    put(log, "security_rule.category", String.join(", ", message.view().tactics()));
    techniques(log, message);
    put(log, "k8s.namespace.name", message.text("/spec/pod/namespace"));
    put(log, "k8s.pod.name", message.text("/spec/pod/name"));
    put(log, "k8s.pod.uid", message.text("/spec/pod/uid"));
    put(log, "k8s.node.name", message.text("/spec/node"));
    put(log, "k8s.container.name", message.text("/spec/container/name"));
    put(log, "container.id", message.text("/spec/container/id"));
    put(log, "container.image.name", message.text("/spec/container/image"));
    long pid = message.alert().at("/spec/process/pid").asLong(-1);
    if (pid >= 0) {
      put(log, "process.pid", pid);
    }
    String binary = message.text("/spec/process/binary");
    String arguments = message.text("/spec/process/arguments");
    put(log, "process.executable.path", binary);
    put(log, "process.command_line", arguments.isEmpty() ? binary : binary + " " + arguments);
    return log.build();
  }

  private static void techniques(LogRecord.Builder log, Message message) {
    ArrayValue.Builder techniques = ArrayValue.newBuilder();
    for (String each : message.view().techniques()) {
      techniques.addValues(AnyValue.newBuilder().setStringValue(each));
    }
    if (techniques.getValuesCount() > 0) {
      log.addAttributes(
          KeyValue.newBuilder()
              .setKey("tocsin.alert.techniques")
              .setValue(AnyValue.newBuilder().setArrayValue(techniques)));
    }
  }

  private static void put(LogRecord.Builder log, String name, String value) {
    if (!value.isEmpty()) {
      log.addAttributes(pair(name, value));
    }
  }

  private static void put(LogRecord.Builder log, String name, long value) {
    log.addAttributes(
        KeyValue.newBuilder().setKey(name).setValue(AnyValue.newBuilder().setIntValue(value)));
  }

  private static KeyValue pair(String name, String value) {
    return KeyValue.newBuilder()
        .setKey(name)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
