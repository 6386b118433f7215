package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether an operator leads: only that one writes alerts and status. */
final class LeaderExamination implements Examination {
  private static final String SUBJECT = "leader";

  /** The same in every installation; the operator's name for it. */
  static final String LEASE = "tocsin-operator";

  /** Beyond the lease's own duration: the clock here may differ from the operator's. */
  private static final Duration ALLOWANCE = Duration.ofMinutes(1);

  private final ClusterReader reader;
  private final String namespace;
  private final InstantSource clock;

  LeaderExamination(ClusterReader reader, String namespace, InstantSource clock) {
    this.reader = reader;
    this.namespace = namespace;
    this.clock = clock;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(
        SUBJECT,
        client -> Optional.ofNullable(client.leases().inNamespace(namespace).withName(LEASE).get()),
        lease -> List.of(judge(lease.map(Lease::getSpec))));
  }

  private Diagnosis judge(Optional<LeaseSpec> lease) {
    String remedy =
        "Look at the operators: 'kubectl logs -n "
            + namespace
            + " -l app.kubernetes.io/component=operator --tail=50'.";
    if (lease.isEmpty()) {
      return Diagnosis.problem(
          SUBJECT,
          "there is no Lease " + namespace + "/" + LEASE + ": no operator ever led",
          remedy);
    }
    String holder = Objects.requireNonNullElse(lease.get().getHolderIdentity(), "");
    if (holder.isEmpty() || lease.get().getRenewTime() == null) {
      return Diagnosis.problem(SUBJECT, "no operator leads", remedy);
    }
    Instant renewed = lease.get().getRenewTime().toInstant();
    Duration age = Duration.between(renewed, clock.instant());
    Duration valid =
        Duration.ofSeconds(Objects.requireNonNullElse(lease.get().getLeaseDurationSeconds(), 0));
    String found = holder + " leads, and said so at " + renewed;
    return age.compareTo(valid.plus(ALLOWANCE)) > 0
        ? Diagnosis.problem(SUBJECT, found + ", " + age.toSeconds() + " s ago", remedy)
        : Diagnosis.ok(SUBJECT, found);
  }
}
