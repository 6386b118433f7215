package dev.tocsin.transport.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.FindingStub;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.files.OwnerOnly;
import dev.tocsin.log.LogObject;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.protocol.FindingCodec;
import dev.tocsin.transport.spool.SpoolRecord.DamagedException;
import dev.tocsin.transport.spool.SpoolRecord.Put;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps findings and matches until the operator says that they are done: in files, bounded in
 * bytes, through the end of the process at any instruction.
 *
 * <p>{@link #append} does no I/O: the entry is held in memory until a thread of the spool has
 * written it, together with what else came in the meantime, which takes a fraction of a
 * millisecond. Only then does the sender see it: what the operator has heard of is never forgotten.
 * {@link #awaitWritten} waits for it. Once a second what was written is synchronised to the disk,
 * so that the end of the machine costs at most the last second.
 *
 * <p>When the bound is met, who has the most in it loses entries: the least severe, the oldest of
 * them first, and never for a less severe one of his own; each is counted. Of the room, policies of
 * namespaces have a quarter and those of the cluster the rest, and more only while nobody needs it;
 * of either, each namespace that is watched has as much as another, and in it each pod.
 *
 * <p>While the directory cannot be written to, entries are held in memory within the same bound,
 * the state says so, and it is tried again; entries that are in the files already are still sent.
 *
 * <p>Any thread may call any method. Not to be interrupted in {@link #next}: it would close the
 * file that is read.
 */
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /**
   * Larger ones would not pass the stream, and nothing behind them either. No finding takes more; a
   * small spool has room for less, and keeps the stub of a larger one.
   */
  private static final int MAX_ENTRY_BYTES = 1 << 20;

  private final SpoolContent content;
  private final int maxEntryBytes;
  private final InstantSource clock;
  private final @Nullable SpoolWriter writer;

  /** An entry as it is sent. */
  public record Spooled(long sequence, Entry entry) {}

  private Spool(SpoolSettings settings, InstantSource clock, ChannelOpener opener) {
    this.clock = clock;
    this.maxEntryBytes =
        (int) Math.min(MAX_ENTRY_BYTES, settings.maxBytes() / SpoolDirectory.SEGMENTS);
    this.content = new SpoolContent(settings.maxBytes(), clock.millis());
    this.writer =
        settings.directory() == null
            ? null
            : new SpoolWriter(content, settings, settings.directory(), clock, opener);
  }

  /**
   * Opens the spool of a directory, with what the process before left in it. Does not fail: see
   * {@link #state}.
   */
  public static Spool open(SpoolSettings settings, InstantSource clock) {
    return open(settings, clock, OwnerOnly::open);
  }

  public static Spool open(SpoolSettings settings, InstantSource clock, ChannelOpener opener) {
    Spool spool = new Spool(settings, clock, opener);
    if (spool.writer != null) {
      spool.writer.start();
    }
    return spool;
  }

  /** Takes a report; returns its sequence, or 0 when it was shed at once. */
  public long append(Reported reported) {
    return append(
        reported.finding(),
        (whole, entry) ->
            entry.setFinding(
                FindingCodec.encode(
                    new Reported(
                        whole, reported.count(), reported.firstNanos(), reported.lastNanos()))));
  }

  /** Takes a match; returns its sequence, or 0 when it was shed at once. */
  public long append(Match match) {
    return append(
        match.finding(),
        (whole, entry) ->
            entry.setMatch(
                FindingCodec.encode(new Match(whole, match.windowGroup(), match.values()))));
  }

  /**
   * @param encoding puts the finding, or what is left of it, into the entry
   */
  private long append(Finding finding, BiConsumer<Finding, Entry.Builder> encoding) {
    Policy policy = finding.policy();
    SpoolSource source = SpoolSource.of(finding);
    byte[] bytes = encoded(finding, encoding);
    if (bytes.length > maxEntryBytes) {
      bytes = encoded(FindingStub.of(finding), encoding);
    }
    if (bytes.length > maxEntryBytes) {
      LogObject.policy(policy.id().namespace(), policy.id().name())
          .in(LOG.atWarn())
          .log(
              "a finding of policy {} is not sent: it has {} bytes, the limit is {}",
              source.policy(),
              bytes.length,
              maxEntryBytes);
      content.shed(source.policy(), policy.severity());
      return 0;
    }
    return content.append(source, policy.severity(), clock.millis(), bytes);
  }

  private static byte[] encoded(Finding finding, BiConsumer<Finding, Entry.Builder> encoding) {
    Entry.Builder entry = Entry.newBuilder().setNamespaced(!finding.policy().scope().isCluster());
    encoding.accept(finding, entry);
    return entry.build().toByteArray();
  }

  /**
   * Waits until an entry is where the end of the process does not reach it.
   *
   * @return whether it is; false when it is in memory only
   */
  public boolean awaitWritten(long sequence) throws InterruptedException {
    return content.awaitWritten(sequence);
  }

  /**
   * What its sequences count in. Another one when files were found late: all is to be sent again.
   */
  public String identity() {
    return content.identity();
  }

  public SpoolState state() {
    return content.state();
  }

  public SpoolCounters counters() {
    return content.counters(clock.millis(), writer == null ? null : writer.directory());
  }

  /** The first entry after a sequence that may be sent. */
  public Optional<Spooled> next(long after) {
    while (true) {
      SpoolContent.Place place = content.next(after);
      if (place == null) {
        return Optional.empty();
      }
      Optional<Put> put = read(place);
      if (put.isPresent()) {
        return put.flatMap(Spool::spooled);
      }
    }
  }

  /** Empty when the entry has moved or has gone. */
  private Optional<Put> read(SpoolContent.Place place) {
    Put held = place.held();
    if (held != null) {
      return Optional.of(held);
    }
    SpoolDirectory directory = writer == null ? null : writer.directory();
    if (directory == null) {
      throw new IllegalStateException("an entry in a file of no directory");
    }
    try {
      return Optional.of(directory.read(place.segment(), place.offset(), place.size()));
    } catch (ClosedChannelException e) {
      return Optional.empty();
    } catch (IOException | DamagedException e) {
      LOG.error("an entry cannot be read back and is lost: {}", e.toString());
      content.unreadable(place.sequence());
      return Optional.empty();
    }
  }

  private static Optional<Spooled> spooled(Put put) {
    try {
      return Optional.of(
          new Spooled(
              put.sequence(),
              Entry.newBuilder().mergeFrom(put.content()).setSequence(put.sequence()).build()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an entry whose checksum is right cannot be read", e);
    }
  }

  /** Forgets entries, both ends included; returns how many there were. */
  public long done(long first, long last) {
    return content.remove(first, last);
  }

  /** Notified, by any thread and quickly, that there may be something to send. */
  public void onAvailable(Runnable listener) {
    content.onAvailable(listener);
  }

  /** Writes what is held, and gives the directory back. */
  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
