package dev.tocsin.transport.spool;

import dev.tocsin.engine.policy.Severity;
import java.time.Duration;
import java.util.Map;

/**
 * What a spool holds and has done since the process started.
 *
 * @param entries that it holds
 * @param bytes that they take
 * @param fileBytes that its files take
 * @param oldest how long the oldest entry has been waiting; zero when there is none
 * @param appended entries that came, those that were shed included
 * @param recovered entries that were found in the files
 * @param shed entries that were given up for lack of room
 * @param damaged files that were set aside, and entries that could not be read back
 * @param failures of writing
 */
public record SpoolCounters(
    long entries,
    long bytes,
    long fileBytes,
    Duration oldest,
    long appended,
    long recovered,
    Map<Shed, Long> shed,
    long damaged,
    long failures) {

  /**
   * What was shed, by policy and severity.
   *
   * @param policy {@code namespace/name}
   */
  public record Shed(String policy, Severity severity) {}
}
