package dev.tocsin.notify.silence;

import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceStatus;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.notify.progress.KnownAlert;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The silences there are, and which of them holds back what. {@link #holding} may be called by any
 * thread, all else by one.
 */
public final class Silences {
  private static final Logger log = LoggerFactory.getLogger(Silences.class);

  /** So many that are not over, of one namespace; each is asked about each of its alerts. */
  private static final int MOST_OF_NAMESPACE = 32;

  private static final int MOST_OF_SYSTEM = 64;

  /** How often counts are written at most; a change of state is written at once. */
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

  private final String systemNamespace;
  private final Severity floor;
  private final Map<String, KnownAlert> alerts;
  private final InstantSource clock;

  /** By uid of the object; the latest is looked up by lanes while the follower replaces it. */
  private volatile Map<String, SilenceState> states = Map.of();

  private Set<SilenceState> active = Set.of();
  private Instant written = Instant.MIN;
  private String problem = "";

  /**
   * @param floor from this severity on, silences of other namespaces do not hold back what outputs
   *     of the system namespace send
   * @param alerts all there are, by uid
   */
  public Silences(
      String systemNamespace, Severity floor, Map<String, KnownAlert> alerts, InstantSource clock) {
    this.systemNamespace = systemNamespace;
    this.floor = floor;
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * What holds back an alert from the outputs of a namespace at this moment; null for nothing.
   *
   * @param outputNamespace of the output's object
   */
  @Nullable
  public Silence holding(KnownAlert alert, String outputNamespace) {
    Instant now = clock.instant();
    for (SilenceState each : states.values()) {
      Silence silence = each.silence();
      if (silence != null
          && silence.isActive(now)
          && silence.binds(outputNamespace, alert, floor)
          && silence.covers(alert)) {
        each.matched();
        return silence;
      }
    }
    return null;
  }

  /**
   * Takes up the objects as they are now.
   *
   * @return whether others are in force than before, so that each alert is to be looked at again
   */
  public boolean follow(Collection<AlertSilence> objects) {
    Instant now = clock.instant();
    List<AlertSilence> all = new ArrayList<>(objects);
    all.sort(
        Comparator.comparing((AlertSilence each) -> each.getMetadata().getCreationTimestamp())
            .thenComparing(each -> each.getMetadata().getName()));
    Map<String, SilenceState> next = new HashMap<>();
    Map<String, Integer> ofNamespace = new HashMap<>();
    for (AlertSilence each : all) {
      SilenceState state = state(each);
      Silence silence = state.silence();
      if (silence != null && now.isBefore(silence.end())) {
        String namespace = each.getMetadata().getNamespace();
        int most = namespace.equals(systemNamespace) ? MOST_OF_SYSTEM : MOST_OF_NAMESPACE;
        if (ofNamespace.merge(namespace, 1, Integer::sum) > most) {
          state = SilenceState.oneTooMany(each, most);
        }
      }
      next.put(each.getMetadata().getUid(), state);
    }
    if (!next.equals(states)) {
      written = Instant.MIN;
    }
    states = Map.copyOf(next);
    Set<SilenceState> inForce = new HashSet<>();
    next.values().stream().filter(each -> each.isActive(now)).forEach(inForce::add);
    boolean changed = !inForce.equals(active);
    active = inForce;
    if (changed) {
      written = Instant.MIN;
    }
    return changed;
  }

  /** The one that there is, where the object is as it was. */
  private SilenceState state(AlertSilence object) {
    SilenceState known = states.get(object.getMetadata().getUid());
    return known != null && known.isOf(object) && !known.isTooMany()
        ? known
        : SilenceState.of(object, systemNamespace);
  }

  /** Writes what became of them into their objects. */
  public void write(KubernetesClient client, Collection<AlertSilence> objects) {
    Instant now = clock.instant();
    if (written.plus(STATUS_INTERVAL).isAfter(now)) {
      return;
    }
    written = now;
    for (AlertSilence each : objects) {
      write(client, each, status(each));
    }
  }

  /** What an object that was taken up is to say. */
  AlertSilenceStatus status(AlertSilence object) {
    Instant now = clock.instant();
    SilenceState state = Objects.requireNonNull(states.get(object.getMetadata().getUid()));
    return state.status(object, count(state, now), now);
  }

  private long count(SilenceState state, Instant now) {
    Silence silence = state.silence();
    if (silence == null || !silence.isActive(now)) {
      return 0;
    }
    long count =
        alerts.values().stream().filter(each -> each.isOpen() && silence.covers(each)).count();
    if (count > 0) {
      state.matched();
    }
    return count;
  }

  private void write(KubernetesClient client, AlertSilence object, AlertSilenceStatus status) {
    if (status.equals(object.getStatus())) {
      return;
    }
    AlertSilence changed = new AlertSilence();
    changed.setMetadata(object.getMetadata());
    changed.setSpec(object.getSpec());
    changed.setStatus(status);
    try {
      client.resource(changed).updateStatus();
      problem = "";
    } catch (KubernetesClientException e) {
      // somebody was faster, or deleted it: it is written again from what there is then
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && !ApiRequests.error(e).equals(problem)) {
        problem = ApiRequests.error(e);
        log.warn("the status of silences cannot be written: {}", problem);
      }
    }
  }
}
