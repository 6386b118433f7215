package dev.tocsin.triage;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.Triage;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of a namespace, or of all: what there are, and what people decide on them.
 *
 * <p>A decision changes {@code spec.triage} alone, and only if nobody decided since the alert was
 * read; that the operator counts on in the status meanwhile is no matter. Who is overtaken looks
 * again. What the cluster refuses is a {@link ClusterException}.
 */
public final class AlertBoard {
  private static final long PAGE = 500;

  /** Each but the last because somebody else was faster. */
  private static final int ATTEMPTS = 10;

  /**
   * The most severe first, of those the latest. A severity that this version does not know stands
   * above all: it may be worse.
   */
  public static final Comparator<SecurityAlert> ORDER =
      Comparator.comparing(IncidentView::severity)
          .thenComparing(AlertQuery::lastSeen)
          .reversed()
          .thenComparing(alert -> AlertKey.of(alert).toString());

  private final KubernetesClient client;

  /** Null for all. */
  private final @Nullable String namespace;

  /**
   * @param client stays open
   * @param namespace empty for all
   */
  public AlertBoard(KubernetesClient client, Optional<String> namespace) {
    this.client = client;
    this.namespace = namespace.orElse(null);
  }

  /** The most severe first, of those the latest. */
  public List<SecurityAlert> list(AlertQuery query) {
    return list(query, ServerSelectors.NONE);
  }

  /** The same of those that the server selects. */
  public List<SecurityAlert> list(AlertQuery query, ServerSelectors selectors) {
    List<SecurityAlert> wanted = new ArrayList<>();
    String next = "";
    do {
      ListOptions page =
          new ListOptionsBuilder()
              .withLimit(PAGE)
              .withLabelSelector(selector(query, selectors))
              .withFieldSelector(selectors.fields().orElse(null))
              .withContinue(next.isEmpty() ? null : next)
              .build();
      KubernetesResourceList<SecurityAlert> answer =
          ClusterException.ask("list alerts in " + place(), () -> page(page));
      answer.getItems().stream().filter(query::wants).forEach(wanted::add);
      next = answer.getMetadata().getContinue() == null ? "" : answer.getMetadata().getContinue();
    } while (!next.isEmpty());
    wanted.sort(ORDER);
    return wanted;
  }

  private KubernetesResourceList<SecurityAlert> page(ListOptions page) {
    var alerts = client.resources(SecurityAlert.class);
    return namespace == null
        ? alerts.inAnyNamespace().list(page)
        : alerts.inNamespace(namespace).list(page);
  }

  /** The server leaves out what is not severe enough; null wants all. */
  private static @Nullable String selector(AlertQuery query, ServerSelectors selectors) {
    List<String> all = new ArrayList<>();
    selectors.labels().ifPresent(all::add);
    if (!query.severities().isEmpty()) {
      all.add(
          query.severities().stream()
              .map(AlertBoard::apiName)
              .sorted()
              .collect(Collectors.joining(",", ApiGroup.NAME + "/severity in (", ")")));
    }
    return all.isEmpty() ? null : String.join(",", all);
  }

  /**
   * The alerts that an incident is made of, and those that these are made of. Where the user may
   * not list, those that the incident names.
   */
  public List<AlertKey> partsOf(SecurityAlert incident) {
    if (!IncidentView.isIncident(incident)) {
      return List.of();
    }
    AlertKey key = AlertKey.of(incident);
    Set<AlertKey> parts = new LinkedHashSet<>();
    try {
      addParts(key, parts);
    } catch (ClusterException mayNotList) {
      incident
          .getStatus()
          .contributors()
          .forEach(
              each ->
                  parts.add(
                      new AlertKey(
                          Objects.requireNonNullElse(each.namespace(), key.namespace()),
                          Objects.requireNonNullElse(each.name(), ""))));
    }
    parts.remove(key);
    return List.copyOf(parts);
  }

  private void addParts(AlertKey incident, Set<AlertKey> parts) {
    List<SecurityAlert> more =
        new AlertBoard(client, Optional.of(incident.namespace()))
            .list(
                AlertQuery.ALL,
                new ServerSelectors(
                    Optional.of(IncidentView.INCIDENT + "=" + incident.name()), Optional.empty()));
    for (SecurityAlert each : more) {
      if (parts.add(AlertKey.of(each)) && IncidentView.isIncident(each)) {
        addParts(AlertKey.of(each), parts);
      }
    }
  }

  /** {@code High}: as the API writes it. */
  static String apiName(Enum<?> constant) {
    String name = constant.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** Looks for an alert. */
  public Lookup find(AlertKey key) {
    SecurityAlert alert = ClusterException.ask("get alert " + key, () -> resource(key).get());
    return alert == null
        ? new Lookup.Missing(key, Nearest.to(key, visibleFrom(key.namespace())))
        : new Lookup.Found(alert);
  }

  /** The policy of an alert as it is now; empty where it is gone, or the user may not read it. */
  public Optional<DetectionPolicySpec> policyOf(SecurityAlert alert) {
    PolicyReference policy = alert.getSpec().policy();
    try {
      return Optional.ofNullable(
              client
                  .resources(DetectionPolicy.class)
                  .inNamespace(policy.namespace())
                  .withName(policy.name())
                  .get())
          .map(DetectionPolicy::getSpec);
    } catch (KubernetesClientException mayNotRead) {
      // what it says is a courtesy: the alert is what was asked for
      return Optional.empty();
    }
  }

  /** All alerts that the user may list; a namespace was easily forgotten. */
  private List<AlertKey> visibleFrom(String own) {
    for (Optional<String> where : List.of(Optional.<String>empty(), Optional.of(own))) {
      try {
        return new AlertBoard(client, where)
            .list(AlertQuery.ALL).stream().map(AlertKey::of).toList();
      } catch (ClusterException mayNotList) {
        // what is near is a courtesy: that the alert is missing is what was asked
        continue;
      }
    }
    return List.of();
  }

  /** Writes a decision, unless the alert is closed. */
  public DecisionResult decide(AlertKey key, Decision decision) {
    SecurityAlert before = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      switch (find(key)) {
        case Lookup.Missing missing -> {
          return new DecisionResult.NoSuchAlert(missing);
        }
        case Lookup.Found(SecurityAlert alert) -> {
          if (AlertQuery.state(alert) == Triage.State.CLOSED) {
            return new DecisionResult.AlreadyClosed(alert);
          }
          SecurityAlert written = patch(key, alert, decision, before);
          if (written != null) {
            return new DecisionResult.Written(written);
          }
          before = alert;
        }
      }
    }
    return new DecisionResult.Overtaken(ATTEMPTS);
  }

  /**
   * Null when the alert was decided on meanwhile, or is gone.
   *
   * @param before as it was at the attempt before this one: when nothing was decided since, the
   *     server refuses the decision itself
   */
  private @Nullable SecurityAlert patch(
      AlertKey key, SecurityAlert alert, Decision decision, @Nullable SecurityAlert before) {
    try {
      return resource(key)
          .patch(PatchContext.of(PatchType.JSON), TriagePatch.of(alert, decision).toString());
    } catch (KubernetesClientException e) {
      boolean failed =
          switch (e.getCode()) {
            case HTTP_CONFLICT, HTTP_NOT_FOUND -> false;
            case TriagePatch.HTTP_UNPROCESSABLE ->
                before != null
                    && TriagePatch.of(before, decision).equals(TriagePatch.of(alert, decision));
            default -> true;
          };
      if (failed) {
        throw ClusterException.of("change alert " + key, e);
      }
      return null;
    }
  }

  private Resource<SecurityAlert> resource(AlertKey key) {
    return client.resources(SecurityAlert.class).inNamespace(key.namespace()).withName(key.name());
  }

  private String place() {
    return namespace == null ? "all namespaces" : namespace;
  }
}
