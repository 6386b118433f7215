package dev.tocsin.election;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Lease as an object of the API server. Every write is for the version that was read: of two
 * replicas that write at once, one gets a conflict.
 */
final class LeaseObject {
  private final KubernetesClient client;
  private final Leadership.Settings settings;

  LeaseObject(KubernetesClient client, Leadership.Settings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * What a lease says. It is the same one as long as nobody has written it.
   *
   * @param holder {@code ""} when it is free
   * @param renewed as the holder's clock says: to be compared with itself only
   */
  record Claim(
      String holder, Duration duration, int transitions, @Nullable ZonedDateTime renewed) {}

  static Claim claim(Lease lease) {
    Optional<LeaseSpec> spec = Optional.ofNullable(lease.getSpec());
    return new Claim(
        spec.map(LeaseSpec::getHolderIdentity).orElse(""),
        Duration.ofSeconds(spec.map(LeaseSpec::getLeaseDurationSeconds).orElse(0)),
        spec.map(LeaseSpec::getLeaseTransitions).orElse(0),
        spec.map(LeaseSpec::getRenewTime).orElse(null));
  }

  @Nullable Lease read() {
    return client.leases().inNamespace(settings.namespace()).withName(settings.lease()).get();
  }

  void create(Instant now) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(settings.namespace())
            .withName(settings.lease())
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(settings.identity())
            .withLeaseDurationSeconds(seconds(settings.duration()))
            .withAcquireTime(time(now))
            .withRenewTime(time(now))
            .withLeaseTransitions(0)
            .endSpec()
            .build();
    client.resource(lease).create();
  }

  /** Makes it ours, or keeps it so. */
  void renew(Lease read, Instant now) {
    Claim claim = claim(read);
    boolean ours = claim.holder().equals(settings.identity());
    LeaseBuilder lease = new LeaseBuilder(read);
    var spec =
        lease
            .editOrNewSpec()
            .withHolderIdentity(settings.identity())
            .withLeaseDurationSeconds(seconds(settings.duration()))
            .withRenewTime(time(now));
    if (!ours) {
      spec.withAcquireTime(time(now)).withLeaseTransitions(claim.transitions() + 1);
    }
    write(spec.endSpec().build());
  }

  void release(Lease read, Instant now) {
    write(
        new LeaseBuilder(read)
            .editOrNewSpec()
            .withHolderIdentity(null)
            .withRenewTime(time(now))
            .endSpec()
            .build());
  }

  private void write(Lease lease) {
    client.resource(lease).lockResourceVersion(lease.getMetadata().getResourceVersion()).update();
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.plusMillis(999).toSeconds());
  }

  /** As exact as the API keeps it. */
  private static ZonedDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
  }
}
