package dev.tocsin.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyTranslation;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code make bench-policies}: what a sensor pays for its policies, from their objects as read to
 * an engine that evaluates them: CPU time of all threads to load them, heap that they keep, and CPU
 * time for one that changes.
 */
final class PolicyLoad {
  private static final int CHANGES = 20;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Engine engine =
      new Engine(InstantSource.system(), Redaction.defaults(), finding -> {});
  private final PolicyCatalog catalog = new PolicyCatalog(engine::install);

  private PolicyLoad() {}

  /**
   * @param arguments the number of policies
   */
  public static void main(String[] arguments) {
    List<Policy> policies = ImportedVariety.of(Integer.parseInt(arguments[0]), false);
    PolicyLoad load = new PolicyLoad();
    long empty = heap();
    long begun = PROCESS.getProcessCpuTime();
    load.all(policies);
    double all = seconds(begun);
    long kept = heap() - empty;
    List<Double> changes = new ArrayList<>();
    for (int i = 1; i <= CHANGES; i++) {
      Policy changed = next(policies.get(i * 31 % policies.size()), i);
      long before = PROCESS.getProcessCpuTime();
      load.put(changed);
      changes.add(seconds(before));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d policies: loaded in %.1f s of CPU, %.1f KiB of heap each;"
            + " one that changes: %.0f ms (%.0f to %.0f in %d changes)%n",
        policies.size(),
        all,
        kept / 1024.0 / policies.size(),
        1000 * changes.stream().sorted().skip(CHANGES / 2).findFirst().orElseThrow(),
        1000 * changes.stream().min(Double::compare).orElseThrow(),
        1000 * changes.stream().max(Double::compare).orElseThrow(),
        CHANGES);
    Reference.reachabilityFence(load);
  }

  /** As a policy source does when it has listed them. */
  private void all(List<Policy> policies) {
    catalog.together(() -> policies.forEach(this::put));
  }

  private void put(Policy policy) {
    PolicyId id = policy.id();
    catalog.put(
        new ObjectKey(id.namespace(), id.name()),
        id,
        new PolicyTranslation(
            Optional.of(policy), List.of(), List.of(), Instant.EPOCH, Optional.empty()));
  }

  /** Its next generation, which looks for something else. */
  private static Policy next(Policy policy, int number) {
    PolicyId id = policy.id();
    return PolicyBuilder.of(policy)
        .id(new PolicyId(id.namespace(), id.name(), id.uid(), id.generation() + 1))
        .match(policy.match() + " && process.name != 'changed-" + number + "'")
        .build();
  }

  private static double seconds(long begun) {
    return (PROCESS.getProcessCpuTime() - begun) / 1e9;
  }

  /** In use after a collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
