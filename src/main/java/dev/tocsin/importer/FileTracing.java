package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.tracing.PathPattern;
import dev.tocsin.tracing.ShippedTracing;
import dev.tocsin.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the paths of rules about written files with what the shipped tracing policies let out,
 * and collects what is missing for one tracing policy of the whole import.
 */
public final class FileTracing {
  /** What the path of an event's file is called. */
  public static final TextField PATH = new TextField("file.path");

  private static final String FILE_WRITES = "tocsin-file-writes";

  private final WrittenTracing written = new WrittenTracing();
  private final TracingPolicy shipped =
      ShippedTracing.read().stream()
          .filter(each -> each.name().equals(FILE_WRITES))
          .findFirst()
          .orElseThrow();

  /**
   * What one rule needs.
   *
   * @param policies names of tracing policies
   * @param paths that the import traces itself
   * @param notes what is seen in part
   */
  public record Needed(List<String> policies, List<String> paths, List<String> notes) {}

  /** What a condition over files that are written needs; takes what is missing. */
  public Needed of(RuleCondition condition) {
    PathNeeds needs = PathNeeds.of(condition, PATH);
    Set<String> policies = new LinkedHashSet<>();
    List<String> paths = new ArrayList<>();
    for (PathPattern each : needs.patterns()) {
      if (shipped.letsAll("security_file_open", each)) {
        policies.add(FILE_WRITES);
      } else {
        written.add(each);
        policies.add(WrittenTracing.NAME);
        paths.add(text(each));
      }
    }
    List<String> notes = new ArrayList<>();
    if (!needs.others().isEmpty()) {
      policies.add(FILE_WRITES);
      notes.add(
          "seen in part, where a tracing policy happens to trace the file: the kernel's selectors"
              + " cannot say: "
              + String.join(", ", needs.others()));
    }
    return new Needed(List.copyOf(policies), List.copyOf(paths), List.copyOf(notes));
  }

  private static String text(PathPattern pattern) {
    return switch (pattern) {
      case PathPattern.Is is -> is.text();
      case PathPattern.Begins begins -> begins.text() + "*";
      case PathPattern.Ends ends -> "*" + ends.text();
    };
  }

  /** The tracing policy for all that was missing. */
  public Optional<ObjectNode> object() {
    return written.object();
  }
}
