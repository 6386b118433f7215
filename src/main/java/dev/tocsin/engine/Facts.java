package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Connection;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.FileView;
import java.util.List;

/**
 * What an alert says about one event: a snapshot that outlives the event's bytes. Texts are as the
 * event had them, apart from redaction; cutting them to the bounds of a schema is the sink's job.
 *
 * @param timeNanos Unix time in nanoseconds; for an event that carries none (process_loader), that
 *     of the newest event before it
 * @param ancestors parent first
 */
public record Facts(
    EventKind kind,
    long timeNanos,
    String node,
    String cluster,
    String function,
    String tracingPolicy,
    Attribution where,
    ProcessFacts process,
    List<ProcessFacts> ancestors,
    Connection connection,
    FileView file) {

  /**
   * @param startTimeNanos Unix time in nanoseconds, 0 when unknown
   */
  public record ProcessFacts(
      String execId,
      long pid,
      long uid,
      String user,
      String binary,
      String name,
      String arguments,
      String cwd,
      long startTimeNanos) {}
}
