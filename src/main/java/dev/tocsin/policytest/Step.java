package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happens in a test, one thing after the other. */
sealed interface Step {
  /** For messages: the file and {@code tests[0].events[1]}. */
  String place();

  /**
   * An event, perhaps several times.
   *
   * @param kind the name of Tetragon's message: {@code process_exec}
   * @param content its fields, but for process, parent and ancestors
   */
  record Happens(
      String place,
      String kind,
      ObjectNode content,
      Actor actor,
      When when,
      long repeat,
      Duration every)
      implements Step {}

  /** Time passes and nothing happens. */
  record Waits(String place, Duration duration) implements Step {}

  /**
   * Events of a recording, in its own time.
   *
   * @param where CEL over one event; absent: all of them
   */
  record Recorded(String place, Path file, Optional<String> where) implements Step {}

  /** Event time; neither is a second after the event before. At most one is present. */
  record When(Optional<Duration> sinceStart, Optional<Instant> time) {}

  /**
   * Who does it, and where.
   *
   * @param command the command line: a path or the name of a program in /usr/bin, then its
   *     arguments
   * @param isNew whether the event is the beginning of the process
   * @param ancestors beyond the parent, nearest first
   * @param pod {@code namespace/name}; absent: the host when {@code host}, else the default pod
   * @param process fields of Tetragon's process message that the test sets itself
   */
  record Actor(
      String command,
      boolean isNew,
      Optional<String> parent,
      List<String> ancestors,
      Optional<String> pod,
      Optional<String> container,
      boolean host,
      Optional<String> node,
      boolean execProbe,
      ObjectNode process) {}
}
