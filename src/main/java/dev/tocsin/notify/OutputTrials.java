package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests outputs whose annotation asks for it: whoever may write an output may have it tested, once
 * in a while.
 */
final class OutputTrials implements AutoCloseable {
  /** Its value tells one test from another. */
  static final String ANNOTATION = "tocsin.dev/test";

  private static final Logger log = LoggerFactory.getLogger(OutputTrials.class);
  private static final Pattern REQUEST = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final OutputSettings settings;
  private final InstantSource clock;

  /** By uid of the output's object. */
  private final Map<String, Trial> trials = new ConcurrentHashMap<>();

  private static final class Trial {
    final String request;
    final Instant begun;
    final Thread thread;
    volatile @Nullable TestRun result;

    Trial(String request, Instant begun, Thread thread) {
      this.request = request;
      this.begun = begun;
      this.thread = thread;
    }
  }

  OutputTrials(OutputSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Begins the test that the object asks for, unless it was done, or one is under way. */
  void follow(AlertOutput output, LaneBuilder lanes) {
    String uid = output.getMetadata().getUid();
    String request = request(output);
    Trial latest = trials.get(uid);
    Instant now = clock.instant();
    if (request.isEmpty()
        || isDone(output, request)
        || latest != null
            && (latest.request.equals(request)
                || latest.thread.isAlive()
                || latest.begun.plus(PAUSE).isAfter(now))) {
      return;
    }
    OutputTrial trial = new OutputTrial(output, request, settings, clock);
    Thread thread =
        Thread.ofVirtual().name("test of output " + uid).unstarted(() -> run(uid, trial, lanes));
    trials.put(uid, new Trial(request, now, thread));
    thread.start();
  }

  private void run(String uid, OutputTrial trial, LaneBuilder lanes) {
    try {
      TestRun result = trial.run(lanes);
      Trial current = trials.get(uid);
      if (current != null) {
        current.result = result;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed: the next leader tests again
    } catch (RuntimeException | LinkageError e) {
      log.error("an output could not be tested", e);
    }
  }

  private static String request(AlertOutput output) {
    Map<String, String> annotations = output.getMetadata().getAnnotations();
    String request = annotations == null ? "" : annotations.getOrDefault(ANNOTATION, "");
    return REQUEST.matcher(request).matches() ? request : "";
  }

  private static boolean isDone(AlertOutput output, String request) {
    return output.getStatus() != null
        && output.getStatus().test() != null
        && request.equals(output.getStatus().test().request());
  }

  /** The latest result that is known; null for none. */
  @Nullable TestRun result(AlertOutput output) {
    Trial latest = trials.get(output.getMetadata().getUid());
    TestRun result = latest == null ? null : latest.result;
    return result != null ? result : output.getStatus() == null ? null : output.getStatus().test();
  }

  /** Whether the object does not have the latest result yet. */
  boolean isUnwritten(AlertOutput output) {
    TestRun result = result(output);
    return result != null
        && (output.getStatus() == null || !result.equals(output.getStatus().test()));
  }

  /** Forgets outputs that are gone. */
  void keep(Set<String> uids) {
    trials.entrySet().removeIf(each -> !uids.contains(each.getKey()) && end(each.getValue()));
  }

  private static boolean end(Trial trial) {
    trial.thread.interrupt();
    return true;
  }

  @Override
  public void close() {
    trials.values().forEach(OutputTrials::end);
  }
}
