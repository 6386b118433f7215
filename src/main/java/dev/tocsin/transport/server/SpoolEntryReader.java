package dev.tocsin.transport.server;

import dev.tocsin.alert.Reported;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.Finding;
import dev.tocsin.transport.proto.PolicyRef;
import dev.tocsin.transport.protocol.FindingCodec;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads entries, and refuses those that cannot be or must not be believed. */
final class SpoolEntryReader {
  private static final int LONGEST_ID = 512;

  /** More than a node can see; sums of it stay far from overflowing. */
  private static final long LARGEST_COUNT = 1_000_000_000_000L;

  private final PolicyLookup policies;
  private final int mostBytes;

  SpoolEntryReader(PolicyLookup policies, int mostBytes) {
    this.policies = policies;
    this.mostBytes = mostBytes;
  }

  sealed interface Read {
    record Finding(Reported reported) implements Read {}

    record Match(dev.tocsin.engine.Match match) implements Read {}

    record Refused(EntryOutcome outcome, String reason) implements Read {}

    /** Nobody wants to know any more. */
    record Abandoned() implements Read {}
  }

  /**
   * Blocks while the policy is waited for.
   *
   * @param node that sent it, as its token says
   * @param wanted whether the answer is still of use
   */
  Read read(Entry entry, String node, BooleanSupplier wanted) throws InterruptedException {
    int bytes = entry.getSerializedSize();
    if (bytes > mostBytes) {
      return new Read.Refused(
          EntryOutcome.TOO_LARGE, bytes + " bytes, more than the allowed " + mostBytes);
    }
    Finding finding =
        switch (entry.getContentCase()) {
          case FINDING -> entry.getFinding();
          case MATCH -> entry.getMatch().getFinding();
          case CONTENT_NOT_SET -> null;
        };
    if (finding == null) {
      return new Read.Refused(EntryOutcome.MALFORMED, "neither a finding nor a match");
    }
    String mistake = mistake(finding);
    if (!mistake.isEmpty()) {
      return new Read.Refused(EntryOutcome.MALFORMED, mistake);
    }
    PolicyRef ref = finding.getPolicy();
    Optional<Policy> found = policies.find(FindingCodec.policyId(ref), wanted);
    if (found.isEmpty()) {
      return wanted.getAsBoolean()
          ? new Read.Refused(
              EntryOutcome.UNKNOWN_POLICY,
              "no policy %s/%s with uid %s"
                  .formatted(ref.getNamespace(), ref.getName(), ref.getUid()))
          : new Read.Abandoned();
    }
    Policy policy = found.get();
    String namespace = finding.getFacts().getWhere().getPod().getNamespace();
    if (!policy.scope().isCluster() && !policy.scope().namespace().equals(namespace)) {
      return new Read.Refused(
          EntryOutcome.OUT_OF_SCOPE,
          "policy %s sees namespace %s only, not '%s'"
              .formatted(policy.id().key(), policy.scope().namespace(), namespace));
    }
    return entry.hasMatch()
        ? new Read.Match(FindingCodec.match(entry.getMatch(), node, policy))
        : new Read.Finding(FindingCodec.reported(finding, node, policy));
  }

  private static String mistake(Finding finding) {
    if (finding.getId().isEmpty() || finding.getId().length() > LONGEST_ID) {
      return "finding.id has " + finding.getId().length() + " characters, not 1 to " + LONGEST_ID;
    }
    if (finding.getPolicy().getUid().isEmpty() || finding.getPolicy().getName().isEmpty()) {
      return "finding.policy has no name or no uid";
    }
    if (!finding.hasFacts()) {
      return "finding.facts is missing";
    }
    if (finding.getCount() < 0 || finding.getCount() > LARGEST_COUNT) {
      return "finding.count is " + Long.toUnsignedString(finding.getCount());
    }
    return "";
  }
}
