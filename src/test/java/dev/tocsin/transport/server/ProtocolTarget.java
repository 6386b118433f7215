package dev.tocsin.transport.server;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.alert.Findings;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.protocol.FindingCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a sensor sends: an entry of its spool, and the report of its node. */
public final class ProtocolTarget {
  private static final int MOST_BYTES = 1 << 20;
  private static final Policy POLICY =
      new Findings(InstantSource.fixed(Instant.EPOCH)).finding("a").policy();
  private static final SpoolEntryReader ENTRIES =
      new SpoolEntryReader(new PolicyLookup(id -> Optional.of(POLICY), Duration.ZERO), MOST_BYTES);

  private ProtocolTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws InterruptedException {
    try {
      SpoolEntryReader.Read read = ENTRIES.read(Entry.parseFrom(input), "node-1", () -> true);
      if (read instanceof SpoolEntryReader.Read.Finding(var reported)) {
        FindingCodec.encode(reported).toByteArray();
      }
    } catch (InvalidProtocolBufferException e) {
      // gRPC ends the stream
    }
    try {
      new ReportReader(InstantSource.fixed(Instant.EPOCH))
          .read(NodeReport.parseFrom(input), "node-1");
    } catch (InvalidProtocolBufferException e) {
      // gRPC ends the stream
    }
  }
}
