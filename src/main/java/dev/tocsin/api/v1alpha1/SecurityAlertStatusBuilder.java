package dev.tocsin.api.v1alpha1;

import dev.tocsin.api.v1alpha1.SecurityAlertStatus.Aggregated;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.AlertPart;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.Counted;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.FindingSample;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.Incident;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.ReceiverState;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names the parts of a {@link SecurityAlertStatus} where it is made. */
public final class SecurityAlertStatusBuilder {
  private @Nullable Long count;
  private @Nullable String firstSeen;
  private @Nullable String lastSeen;
  private List<String> nodes = List.of();
  private @Nullable Integer nodeCount;
  private List<FindingSample> samples = List.of();
  private @Nullable Boolean gap;
  private @Nullable Long lostEvents;
  private List<Counted> counted = List.of();
  private @Nullable Aggregated overflow;
  private @Nullable Incident incident;
  private List<AlertPart> contributors = List.of();
  private List<ReceiverState> deliveries = List.of();
  private List<Condition> conditions = List.of();

  SecurityAlertStatusBuilder() {}

  public SecurityAlertStatusBuilder count(@Nullable Long count) {
    this.count = count;
    return this;
  }

  public SecurityAlertStatusBuilder firstSeen(@Nullable String firstSeen) {
    this.firstSeen = firstSeen;
    return this;
  }

  public SecurityAlertStatusBuilder lastSeen(@Nullable String lastSeen) {
    this.lastSeen = lastSeen;
    return this;
  }

  public SecurityAlertStatusBuilder nodes(List<String> nodes) {
    this.nodes = nodes;
    return this;
  }

  public SecurityAlertStatusBuilder nodeCount(@Nullable Integer nodeCount) {
    this.nodeCount = nodeCount;
    return this;
  }

  public SecurityAlertStatusBuilder samples(List<FindingSample> samples) {
    this.samples = samples;
    return this;
  }

  public SecurityAlertStatusBuilder counted(List<Counted> counted) {
    this.counted = counted;
    return this;
  }

  public SecurityAlertStatusBuilder gap(@Nullable Boolean gap) {
    this.gap = gap;
    return this;
  }

  public SecurityAlertStatusBuilder lostEvents(@Nullable Long lostEvents) {
    this.lostEvents = lostEvents;
    return this;
  }

  public SecurityAlertStatusBuilder overflow(@Nullable Aggregated overflow) {
    this.overflow = overflow;
    return this;
  }

  public SecurityAlertStatusBuilder incident(@Nullable Incident incident) {
    this.incident = incident;
    return this;
  }

  public SecurityAlertStatusBuilder contributors(List<AlertPart> contributors) {
    this.contributors = contributors;
    return this;
  }

  public SecurityAlertStatusBuilder deliveries(List<ReceiverState> deliveries) {
    this.deliveries = deliveries;
    return this;
  }

  public SecurityAlertStatusBuilder conditions(List<Condition> conditions) {
    this.conditions = conditions;
    return this;
  }

  public SecurityAlertStatus build() {
    return new SecurityAlertStatus(
        count,
        firstSeen,
        lastSeen,
        nodes,
        nodeCount,
        samples,
        gap,
        lostEvents,
        counted,
        overflow,
        incident,
        contributors,
        deliveries,
        conditions);
  }
}
