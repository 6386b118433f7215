package dev.tocsin.notify;

import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.AlertGrouping;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Alertmanager;
import dev.tocsin.api.v1alpha1.AlertTransition;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.kafka.KafkaDestination;
import dev.tocsin.notify.progress.Progress;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnusableOutputException;
import dev.tocsin.notify.receiver.ChatReceiver;
import dev.tocsin.notify.receiver.Destination;
import dev.tocsin.notify.receiver.HttpDestination;
import dev.tocsin.notify.receiver.HttpReceiver;
import dev.tocsin.notify.receiver.OpenTelemetryGrpc;
import dev.tocsin.notify.receiver.OpenTelemetryReceiver;
import dev.tocsin.notify.receiver.PagerDutyReceiver;
import dev.tocsin.notify.receiver.ReportDestination;
import dev.tocsin.notify.receiver.SplunkDestination;
import dev.tocsin.notify.receiver.WebhookReceiver;
import dev.tocsin.notify.syslog.SyslogDestination;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the lane of an output from its object. */
final class LaneBuilder {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PER_MINUTE = 300;

  /** Slack takes about one message a second. */
  private static final int READ_PER_MINUTE = 60;

  /** A report is written as a whole: about once a minute, for each namespace. */
  private static final AlertGrouping REPORTED =
      new AlertGrouping(List.of("alert.namespace"), "10s", "1m", null);

  private static final Set<Transition> USUAL =
      EnumSet.of(Transition.OPENED, Transition.ESCALATED, Transition.CLOSED);

  private final KubernetesClient client;
  private final String systemNamespace;
  private final AddressRule tenants;
  private final HttpCalls.Resolver resolver;
  private final LaneContext context;
  private final RandomGenerator random;

  /**
   * @param tenants what outputs outside the system namespace may reach
   */
  LaneBuilder(
      KubernetesClient client,
      String systemNamespace,
      AddressRule tenants,
      HttpCalls.Resolver resolver,
      LaneContext context,
      RandomGenerator random) {
    this.client = client;
    this.systemNamespace = systemNamespace;
    this.tenants = tenants;
    this.resolver = resolver;
    this.context = context;
    this.random = random;
  }

  /** Of the same outputs, over other alerts. */
  LaneBuilder over(LaneContext other) {
    return new LaneBuilder(client, systemNamespace, tenants, resolver, other, random);
  }

  Lane build(AlertOutput output, Progress progress) throws UnusableOutputException {
    AlertOutputSpec spec = output.getSpec();
    String namespace = output.getMetadata().getNamespace();
    boolean ofSystem = namespace.equals(systemNamespace);
    AlertSelection selection = AlertSelection.of(spec, ofSystem ? "" : namespace);
    Secrets secrets = Secrets.of(client, namespace, context.clock());
    HttpCalls.Settings http =
        new HttpCalls.Settings(
            timeout(spec.timeout()),
            OutputTls.of(spec.tls(), secrets),
            ofSystem ? AddressRule.unrestricted() : tenants);
    Holds holds =
        new Holds(
            context.silences(),
            namespace,
            Boolean.TRUE.equals(spec.inhibitCorrelated())
                ? new Inhibition(selection, systemNamespace)
                : null);
    Alertmanager alertmanager = spec.alertmanager();
    if (alertmanager != null) {
      return new StateLane(
          context,
          selection,
          holds,
          instances(spec, alertmanager, http, secrets),
          pace(spec),
          progress);
    }
    return new QueueLane(
        context,
        wanted(spec.events()),
        Timestamps.parse(output.getMetadata().getCreationTimestamp()),
        selection,
        holds,
        groups(spec),
        destination(spec, ofSystem, http, secrets, progress.output),
        pace(spec),
        progress);
  }

  private static AlertGroups groups(AlertOutputSpec spec) throws UnusableOutputException {
    if (spec.policyReport() != null) {
      return AlertGroups.of(REPORTED);
    }
    return isRead(spec) ? AlertGroups.of(spec.group()) : AlertGroups.none();
  }

  /** Whether people read what is sent: then it is grouped, and slow. */
  private static boolean isRead(AlertOutputSpec spec) {
    return spec.slack() != null || spec.teams() != null;
  }

  private Destination destination(
      AlertOutputSpec spec,
      boolean ofSystem,
      HttpCalls.Settings http,
      Secrets secrets,
      String output)
      throws UnusableOutputException {
    if (spec.policyReport() != null) {
      return new ReportDestination(spec.policyReport(), client, output, context.clock());
    }
    if (spec.kafka() != null) {
      if (!ofSystem) {
        throw new UnusableOutputException(
            "ForbiddenDestination",
            "outputs of this namespace may not use Kafka, whose brokers name further addresses");
      }
      return new KafkaDestination(spec.kafka(), http, secrets, context.clock());
    }
    if (spec.splunk() != null) {
      return new SplunkDestination(
          spec.splunk(), calls(http), secrets, context.clock(), Thread::sleep);
    }
    if (spec.syslog() != null) {
      return new SyslogDestination(spec.syslog(), http, resolver, secrets, context.clock());
    }
    if (spec.openTelemetry() != null
        && spec.openTelemetry().protocol() == OpenTelemetryOutput.Protocol.GRPC) {
      return new OpenTelemetryGrpc(spec.openTelemetry(), http, resolver, secrets, context.clock());
    }
    return new HttpDestination(receiver(spec, secrets), calls(http), secrets, context.clock());
  }

  private static HttpReceiver receiver(AlertOutputSpec spec, Secrets secrets)
      throws UnusableOutputException {
    AlertTemplate template = template(spec.template());
    if (spec.webhook() != null) {
      return new WebhookReceiver(spec.webhook(), template, secrets);
    }
    if (spec.slack() != null) {
      return ChatReceiver.slack(spec.slack(), template, secrets);
    }
    if (spec.teams() != null) {
      return ChatReceiver.teams(spec.teams(), template, secrets);
    }
    if (spec.pagerDuty() != null) {
      return new PagerDutyReceiver(spec.pagerDuty(), template, secrets);
    }
    if (spec.openTelemetry() != null) {
      return new OpenTelemetryReceiver(spec.openTelemetry(), secrets);
    }
    throw new UnusableOutputException("NoDestination", "it has no destination of this version");
  }

  private static @Nullable AlertTemplate template(@Nullable String text)
      throws UnusableOutputException {
    try {
      return text == null ? null : AlertTemplate.of("spec.template", text);
    } catch (AlertTemplate.InvalidTemplateException e) {
      throw new UnusableOutputException("InvalidTemplate", String.valueOf(e.getMessage()));
    }
  }

  private List<AlertmanagerInstance> instances(
      AlertOutputSpec spec, Alertmanager alertmanager, HttpCalls.Settings http, Secrets secrets) {
    return alertmanager.urls().stream()
        .map(url -> new AlertmanagerInstance(url, alertmanager, calls(http), secrets, pace(spec)))
        .toList();
  }

  private HttpCalls calls(HttpCalls.Settings http) {
    return new HttpCalls(http, resolver, context.clock());
  }

  private SendPace pace(AlertOutputSpec spec) {
    int usual = isRead(spec) ? READ_PER_MINUTE : PER_MINUTE;
    return new SendPace(
        Math.max(1, Objects.requireNonNullElse(spec.requestsPerMinute(), usual)), random);
  }

  private static Duration timeout(@Nullable String text) throws UnusableOutputException {
    try {
      return text == null ? TIMEOUT : GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableOutputException("InvalidTimeout", "spec.timeout: " + e.getMessage());
    }
  }

  private static Set<Transition> wanted(List<AlertTransition> events) {
    Set<Transition> wanted = EnumSet.noneOf(Transition.class);
    for (AlertTransition each : events) {
      switch (each) {
        case OPENED -> wanted.add(Transition.OPENED);
        case ESCALATED -> wanted.add(Transition.ESCALATED);
        case CHANGED -> wanted.add(Transition.CHANGED);
        case CLOSED -> wanted.add(Transition.CLOSED);
        case UNKNOWN -> {
          // of a newer version; what is known is sent
        }
      }
    }
    return events.isEmpty() ? USUAL : wanted;
  }
}
