package dev.tocsin.inventory;

import dev.tocsin.event.Pod.Owner;
import dev.tocsin.event.Pod.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The workload that people know a pod by, found from the pod alone, so that no ReplicaSets and Jobs
 * need to be watched:
 *
 * <ul>
 *   <li>a ReplicaSet whose name is {@code NAME-HASH}, where HASH is the pod's {@code
 *       pod-template-hash}, belongs to Deployment NAME: that is how the Deployment controller makes
 *       both;
 *   <li>a Job whose name is {@code NAME-MINUTES}, where MINUTES since 1970 is a time shortly before
 *       the pod was made, belongs to CronJob NAME: the CronJob controller ends its Jobs' names in
 *       the scheduled time. A Job that a person named {@code backup-20261124} stays a Job;
 *   <li>a static pod, whose owner is its node, and a pod without an owner are their own workload;
 *   <li>any other controller is the workload.
 * </ul>
 */
final class OwnerWorkload {
  private static final Pattern ENDS_IN_MINUTES = Pattern.compile("(.+)-(\\d{8,10})");

  /** A Job may start late (a missed schedule), and a pod of it may be a late retry. */
  private static final Duration LATEST_START = Duration.ofDays(30);

  private OwnerWorkload() {}

  static Workload of(String pod, List<Owner> owners, Map<String, String> labels, Instant created) {
    for (Owner owner : owners) {
      if (owner.controller()) {
        return switch (owner.kind()) {
          case "ReplicaSet" -> deploymentOrReplicaSet(owner.name(), labels);
          case "Job" -> cronJobOrJob(owner.name(), created);
          case "Node" -> new Workload("Pod", pod);
          default -> new Workload(owner.kind(), owner.name());
        };
      }
    }
    return new Workload("Pod", pod);
  }

  private static Workload deploymentOrReplicaSet(String replicaSet, Map<String, String> labels) {
    String suffix = "-" + labels.getOrDefault("pod-template-hash", "");
    if (suffix.length() > 1 && replicaSet.endsWith(suffix) && !replicaSet.equals(suffix)) {
      return new Workload(
          "Deployment", replicaSet.substring(0, replicaSet.length() - suffix.length()));
    }
    return new Workload("ReplicaSet", replicaSet);
  }

  private static Workload cronJobOrJob(String job, Instant created) {
    Matcher named = ENDS_IN_MINUTES.matcher(job);
    if (named.matches()) {
      Instant scheduled = Instant.EPOCH.plus(Duration.ofMinutes(Long.parseLong(named.group(2))));
      if (Duration.between(scheduled, created).abs().compareTo(LATEST_START) <= 0) {
        return new Workload("CronJob", named.group(1));
      }
    }
    return new Workload("Job", job);
  }
}
