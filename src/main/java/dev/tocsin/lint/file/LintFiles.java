package dev.tocsin.lint.file;

import dev.tocsin.lint.Finding;
import dev.tocsin.lint.LintObject;
import dev.tocsin.lint.Linter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects of some files, and findings about them at their lines. */
public final class LintFiles {
  private final String systemNamespace;
  private final List<LocatedFinding> unread = new ArrayList<>();
  private final List<LintObject> objects = new ArrayList<>();
  private final Map<LintObject, Origin> origins = new HashMap<>();

  private record Origin(Path file, ManifestFile.Located object) {}

  /**
   * @param systemNamespace of objects that name no namespace
   */
  public LintFiles(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  /** Adds a file of YAML or JSON. */
  public void add(Path path, String text) {
    ManifestFile file = ManifestFile.read(path, text, systemNamespace);
    unread.addAll(file.findings());
    for (ManifestFile.Located each : file.objects()) {
      objects.add(each.object());
      origins.put(each.object(), new Origin(path, each));
    }
  }

  /** How many policies and exceptions there are. */
  public long checked() {
    return objects.stream()
        .filter(
            each ->
                each.kind().equals("DetectionPolicy") || each.kind().equals("DetectionException"))
        .count();
  }

  /** Everything that is found, by file and line. */
  public List<LocatedFinding> lint(Linter linter) {
    List<LocatedFinding> located = new ArrayList<>(unread);
    for (Finding finding : linter.lint(objects)) {
      Origin origin = origins.get(finding.object());
      if (origin == null) {
        throw new IllegalStateException("a finding about an object of no file: " + finding);
      }
      Mark mark = origin.object().marks().find(origin.object().prefix(), finding.place());
      located.add(new LocatedFinding(finding, origin.file(), mark.line(), mark.column()));
    }
    located.sort(LocatedFinding.ORDER);
    return List.copyOf(located);
  }
}
