package dev.tocsin.transport.spool;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.transport.spool.PendingWrites.Batch;
import dev.tocsin.transport.spool.SpoolContent.RecoveredEntry;
import dev.tocsin.transport.spool.SpoolRecord.Remove;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a spool holds in memory into its files, on a thread of its own, which is the only one
 * that writes. What comes while one batch is written is the next batch.
 */
final class SpoolWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
  private static final Duration SYNC = Duration.ofSeconds(1);

  private final SpoolContent content;
  private final Path path;
  private final long maxBytes;
  private final Duration retry;
  private final InstantSource clock;
  private final ChannelOpener opener;
  private final Thread thread = Thread.ofPlatform().name("spool").daemon().unstarted(this::run);

  private volatile @Nullable SpoolDirectory directory;
  private boolean failing;
  private long lastSync = System.nanoTime();

  SpoolWriter(
      SpoolContent content,
      SpoolSettings settings,
      Path path,
      InstantSource clock,
      ChannelOpener opener) {
    this.content = content;
    this.path = path;
    this.maxBytes = settings.maxBytes();
    this.retry = settings.retry();
    this.clock = clock;
    this.opener = opener;
  }

  /** The first attempt is made before it returns. */
  void start() {
    try {
      open();
    } catch (IOException e) {
      failed(new Batch(List.of(), List.of()), e);
    }
    thread.start();
  }

  @Nullable SpoolDirectory directory() {
    return directory;
  }

  private void open() throws IOException {
    SpoolDirectory opened =
        SpoolDirectory.open(path, maxBytes, opener, SpoolContent.leastSequence(clock.millis()));
    try {
      List<RecoveredEntry> entries =
          opened.load().stream()
              .map(found -> new RecoveredEntry(found, SpoolSource.of(found.put().content())))
              .toList();
      directory = opened;
      content.recovered(opened.identity(), entries);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private void run() {
    try {
      while (true) {
        if (failing) {
          content.pause(retry);
        }
        Batch batch = content.take(maxBytes / SpoolDirectory.SEGMENTS, SYNC);
        if (batch == null) {
          break;
        }
        write(failing ? probe(batch) : batch);
        if (failing && content.isClosed()) {
          break;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      closeDirectory();
    }
  }

  /** Something is written in any case: only that shows that the directory works again. */
  private static Batch probe(Batch batch) {
    return batch.puts().isEmpty() && batch.removals().isEmpty()
        ? new Batch(List.of(), List.of(new Remove(0, 0)))
        : batch;
  }

  private void write(Batch batch) {
    try {
      SpoolDirectory to = directory;
      if (to == null) {
        open();
        failing = false;
        return;
      }
      to.write(batch.puts(), batch.removals(), content);
      content.written(batch);
      if (failing) {
        LOG.info("the spool in {} is written to again", path);
        failing = false;
      }
      to.compact(content, content);
      if (System.nanoTime() - lastSync >= SYNC.toNanos()) {
        to.sync();
        lastSync = System.nanoTime();
      }
    } catch (IOException e) {
      failed(batch, e);
    }
  }

  private void failed(Batch batch, IOException e) {
    String problem = path + " cannot be written to: " + e;
    if (!failing) {
      LOG.error("{}; findings are kept in memory until it can", problem);
    }
    failing = true;
    content.failed(batch, problem);
  }

  private void closeDirectory() {
    try {
      SpoolDirectory opened = directory;
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      LOG.error("the spool in {} cannot be closed", path, e);
    }
  }

  /** Waits until all is written, or cannot be. */
  void close() {
    content.close();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
