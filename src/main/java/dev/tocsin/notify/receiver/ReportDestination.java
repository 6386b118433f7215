package dev.tocsin.notify.receiver;

import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.PolicyReportOutput;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.ReportResult;
import dev.tocsin.notify.reach.Exchange;
import dev.tocsin.notify.reach.ReceiverAnswer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Open alerts as results of a report in their namespace: one object for each namespace, which is
 * read, changed and written as a whole, with {@value #MOST} results at most, the newest. What is
 * closed leaves it, and a report without results is deleted.
 */
public final class ReportDestination implements Destination {
  static final int MOST = 100;

  private static final String MANAGER = "app.kubernetes.io/managed-by";
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final ResourceDefinitionContext kind;
  private final String output;
  private final InstantSource clock;

  /**
   * @param client stays open
   * @param output {@code namespace/name}
   */
  public ReportDestination(
      PolicyReportOutput settings, KubernetesClient client, String output, InstantSource clock) {
    this.client = client;
    this.kind = kind(settings);
    this.output = output;
    this.clock = clock;
  }

  private static ResourceDefinitionContext kind(PolicyReportOutput settings) {
    boolean open = settings.api() == PolicyReportOutput.Api.OPEN_REPORTS;
    return new ResourceDefinitionContext.Builder()
        .withGroup(open ? "openreports.io" : "wgpolicyk8s.io")
        .withVersion(open ? "v1alpha1" : "v1alpha2")
        .withKind(open ? "Report" : "PolicyReport")
        .withPlural(open ? "reports" : "policyreports")
        .withNamespaced(true)
        .build();
  }

  @Override
  public void readSecrets() {
    // it needs none
  }

  @Override
  public int most() {
    return MOST;
  }

  /** A result has no more than what is known without. */
  @Override
  public int objects() {
    return 0;
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) {
    Map<String, Map<String, Message>> byNamespace = new TreeMap<>();
    for (Message each : messages) {
      byNamespace
          .computeIfAbsent(each.namespace(), key -> new LinkedHashMap<>())
          .put(each.uid(), each);
    }
    for (Map.Entry<String, Map<String, Message>> each : byNamespace.entrySet()) {
      try {
        write(each.getKey(), each.getValue());
      } catch (KubernetesClientException e) {
        if (!isOfNamespace(e)) { // one that is gone needs no report
          return meaning(e);
        }
      } catch (NamespaceRefusesException e) {
        return new ReceiverAnswer.Refused(String.valueOf(e.getMessage()));
      }
    }
    return ReceiverAnswer.ACCEPTED;
  }

  private void write(String namespace, Map<String, Message> messages)
      throws NamespaceRefusesException {
    NonNamespaceOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        reports = client.genericKubernetesResources(kind).inNamespace(namespace);
    GenericKubernetesResource before = reports.withName(name()).get();
    if (before != null && !isOwn(before)) {
      throw new NamespaceRefusesException(
          kind.getKind() + " " + namespace + "/" + name() + " is not Tocsin's");
    }
    List<Map<?, ?>> results = results(before, messages);
    Exchange.note(
        () ->
            "%s %s/%s, with %d results"
                .formatted(kind.getKind(), namespace, name(), results.size()));
    if (results.isEmpty()) {
      if (before != null) {
        reports
            .withName(name())
            .lockResourceVersion(before.getMetadata().getResourceVersion())
            .delete();
      }
      return;
    }
    GenericKubernetesResource report = before == null ? empty(namespace) : before;
    report.setAdditionalProperty("results", results);
    report.setAdditionalProperty("summary", summary(results));
    try {
      if (before == null) {
        reports.resource(report).create();
      } else {
        reports.resource(report).update();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        // it could be read: a quota, or what else the namespace's owners have set up
        throw new NamespaceRefusesException("namespace " + namespace + " takes no report");
      }
      throw e;
    }
  }

  /** What is there and stays, and then what is new: the oldest come first. */
  private List<Map<?, ?>> results(
      @Nullable GenericKubernetesResource before, Map<String, Message> messages) {
    Instant now = clock.instant();
    Map<String, Map<?, ?>> all = new LinkedHashMap<>();
    if (before != null && before.getAdditionalProperties().get("results") instanceof List<?> old) {
      for (Object each : old) {
        if (each instanceof Map<?, ?> result && !ReportResult.uid(result).isEmpty()) {
          all.put(ReportResult.uid(result), result);
        }
      }
    }
    for (Message each : messages.values()) {
      if (each.transition() == Transition.CLOSED) {
        all.remove(each.uid());
      } else {
        all.put(each.uid(), ReportResult.of(each, now));
      }
    }
    List<Map<?, ?>> results = List.copyOf(all.values());
    return results.subList(Math.max(0, results.size() - MOST), results.size());
  }

  private static Map<String, Integer> summary(List<Map<?, ?>> results) {
    Map<String, Integer> summary =
        new TreeMap<>(Map.of("pass", 0, "fail", 0, "warn", 0, "error", 0, "skip", 0));
    results.forEach(each -> summary.merge(String.valueOf(each.get("result")), 1, Integer::sum));
    return summary;
  }

  private GenericKubernetesResource empty(String namespace) {
    GenericKubernetesResource report = new GenericKubernetesResource();
    report.setApiVersion(kind.getGroup() + "/" + kind.getVersion());
    report.setKind(kind.getKind());
    report.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name())
            .addToLabels(MANAGER, "tocsin")
            .addToAnnotations("tocsin.dev/output", output)
            .build());
    return report;
  }

  private boolean isOwn(GenericKubernetesResource report) {
    Map<String, String> labels = report.getMetadata().getLabels();
    return labels != null && "tocsin".equals(labels.get(MANAGER));
  }

  /** Namespaces have no dot, so no two outputs have the same. */
  private String name() {
    return "tocsin." + output.replace('/', '.');
  }

  private static boolean isOfNamespace(KubernetesClientException failure) {
    StatusDetails details = failure.getStatus() == null ? null : failure.getStatus().getDetails();
    return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        && details != null
        && "namespaces".equals(details.getKind());
  }

  private ReceiverAnswer meaning(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          new ReceiverAnswer.Unhealthy(
              "the API server has no " + kind.getPlural() + "." + kind.getGroup());
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new ReceiverAnswer.Unhealthy(
              "the operator may not read and write " + kind.getPlural() + "." + kind.getGroup());
      case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
          new ReceiverAnswer.Refused("the API server answered " + failure.getCode());
      case HttpURLConnection.HTTP_ENTITY_TOO_LARGE ->
          new ReceiverAnswer.TooLarge("the API server answered " + failure.getCode());
      default ->
          new ReceiverAnswer.Retry(
              failure.getCode() == 0
                  ? "no connection to the API server"
                  : "the API server answered " + failure.getCode(),
              null);
    };
  }

  /** What a namespace refuses is no fault of the output, and delays no other namespace. */
  private static final class NamespaceRefusesException extends Exception {
    private static final long serialVersionUID = 1L;

    NamespaceRefusesException(String message) {
      super(message);
    }
  }

  @Override
  public void forgetSecrets() {
    // it has none
  }

  @Override
  public void close() {
    // the client is others' too
  }
}
