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
 * Compares the paths of rules about files with what the shipped tracing policies let out, and
 * collects what is missing for one tracing policy of the whole import.
 */
public final class FileTracing {
  /** What the path of an event's file is called. */
  public static final TextField PATH = new TextField("file.path");

  private final WrittenTracing written;
  private final List<TracingPolicy> shipped = ShippedTracing.read();

  /**
   * @param name of the policy that is written; imports from several sources must not replace each
   *     other's
   */
  FileTracing(String name) {
    this.written = new WrittenTracing(name);
  }

  /** What is done with a file. */
  public enum Access {
    WRITE("tocsin-file-writes", "security_file_open"),
    READ("tocsin-files", "fd_install");

    private final String policy;
    private final String hook;

    Access(String policy, String hook) {
      this.policy = policy;
      this.hook = hook;
    }
  }

  /**
   * What one rule needs.
   *
   * @param policies names of tracing policies
   * @param paths that the import traces itself
   * @param notes what is seen in part
   */
  public record Needed(List<String> policies, List<String> paths, List<String> notes) {}

  /** What a condition over files needs; takes what is missing. */
  public Needed of(RuleCondition condition, Access access) {
    TracingPolicy own =
        shipped.stream()
            .filter(each -> each.name().equals(access.policy))
            .findFirst()
            .orElseThrow();
    PathNeeds needs = PathNeeds.of(condition, PATH);
    Set<String> policies = new LinkedHashSet<>();
    List<String> paths = new ArrayList<>();
    for (PathPattern each : needs.patterns()) {
      if (own.letsAll(access.hook, each)) {
        policies.add(access.policy);
      } else {
        written.add(each, access);
        policies.add(written.name());
        paths.add(text(each));
      }
    }
    List<String> notes = new ArrayList<>();
    if (!needs.others().isEmpty()) {
      policies.add(access.policy);
      notes.add(
          "seen in part, where a tracing policy happens to trace the file: the kernel's selectors"
              + " cannot say: "
              + String.join(", ", needs.others()));
    }
    if (policies.contains(Access.READ.policy)) {
      notes.add("tocsin-files sees files that are opened in containers, and none of the node");
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
