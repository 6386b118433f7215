package dev.tocsin.transport.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.protocol.FindingCodec;

/**
 * Whose an entry of a spool is.
 *
 * @param policy {@code namespace/name}
 * @param namespaced whether the policy is a namespace's own and not the cluster's
 * @param contributor whom it is about
 */
record SpoolSource(String policy, boolean namespaced, Contributor contributor) {
  static SpoolSource of(Finding finding) {
    return new SpoolSource(
        finding.policy().id().key(),
        !finding.policy().scope().isCluster(),
        Contributor.of(finding.facts().where()));
  }

  /** Reads it back from an entry that was stored. */
  static SpoolSource of(byte[] content) {
    try {
      Entry entry = Entry.parseFrom(content);
      var finding = entry.hasMatch() ? entry.getMatch().getFinding() : entry.getFinding();
      var facts = finding.getFacts();
      return new SpoolSource(
          FindingCodec.policyId(finding.getPolicy()).key(),
          entry.getNamespaced(),
          Contributor.of(FindingCodec.attribution(facts.getWhere(), facts.getNode())));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an entry whose checksum is right cannot be read", e);
    }
  }
}
