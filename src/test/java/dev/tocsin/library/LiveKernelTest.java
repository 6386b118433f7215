package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.EventKind;
import dev.tocsin.replay.ReplayPolicies;
import dev.tocsin.source.Recordings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What a real agent on kernel 6.12 gave of hooks: k612-actions with the tracing policies as they
 * were before opens were hooked, k612-probes with hooks for renames, truncations, user namespaces,
 * IPv6 datagrams and paths inside the file system. Only findings of hooks count here.
 */
class LiveKernelTest {
  private static final ReplayPolicies POLICIES = ShippedInput.replayed(Path.of("config/policies"));

  @Test
  void eachActionIsFoundOnce() {
    assertThat(found("k612-actions"))
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("account-file-written", 5), // one write is two events, and counts once
                Map.entry("authorized-keys-written", 2),
                Map.entry("bpf-program-loaded", 1),
                Map.entry("chroot-runs-program", 1),
                Map.entry("chroot-to-host-root", 1),
                Map.entry("cron-file-written", 10),
                Map.entry("device-file-created", 3),
                Map.entry("host-sweep", 1),
                Map.entry("kernel-module-load", 3),
                Map.entry("kernel-switch-written", 3),
                Map.entry("memory-file-executed", 1),
                Map.entry("namespace-entered", 2),
                Map.entry("node-credentials-read", 2),
                Map.entry("process-attached", 4),
                Map.entry("runtime-binary-written", 1),
                Map.entry("service-account-token-read", 1),
                Map.entry("setuid-to-root", 4),
                Map.entry("shadow-file-opened", 3),
                Map.entry("shell-history-removed", 2),
                Map.entry("system-log-removed", 6), // on file systems of their own too
                Map.entry("user-credentials-read", 3),
                Map.entry("user-namespace-created", 2)));
  }

  @Test
  void newHooksAreUnderstood() {
    assertThat(found("k612-probes"))
        .containsAllEntriesOf(
            Map.of(
                "account-file-written", 1, // by a rename
                "cron-file-written", 4, // below a mount, and by a rename
                "dns-outside-cluster", 1, // IPv6
                "shell-history-removed", 1, // truncated
                "static-pod-written", 1, // below a mount
                "system-log-removed", 2, // truncated
                "user-namespace-created", 1)); // by clone
  }

  private static Map<String, Integer> found(String recording) {
    Map<String, Integer> counts = new TreeMap<>();
    Recorded.of(POLICIES, Recordings.directory().resolve("live/" + recording + ".jsonl.gz"))
        .findings()
        .stream()
        .filter(
            finding ->
                finding.facts().kind() == EventKind.PROCESS_KPROBE
                    || finding.facts().kind() == EventKind.PROCESS_LSM)
        .forEach(finding -> counts.merge(finding.policy().id().name(), 1, Integer::sum));
    return counts;
  }
}
