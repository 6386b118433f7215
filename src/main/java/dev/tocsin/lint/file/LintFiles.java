package dev.tocsin.lint.file;

import dev.tocsin.lint.LintFinding;
import dev.tocsin.lint.LintObject;
import dev.tocsin.lint.Linter;
import dev.tocsin.lint.Place;
import dev.tocsin.lint.Rule;
import dev.tocsin.manifest.Flaw;
import dev.tocsin.manifest.ManifestFile;
import dev.tocsin.manifest.ManifestObject;
import dev.tocsin.manifest.Mark;
import dev.tocsin.manifest.ObjectPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The objects of some files, and findings about them at their lines. */
public final class LintFiles {
  private static final Set<String> CHECKED =
      Set.of("DetectionPolicy", "DetectionException", "AlertOutput", "AlertSilence");

  private final String systemNamespace;
  private final List<LocatedFinding> unread = new ArrayList<>();
  private final List<LintObject> objects = new ArrayList<>();
  private final Map<LintObject, ObjectPlace> places = new HashMap<>();

  /**
   * @param systemNamespace of objects that name no namespace
   */
  public LintFiles(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  /** Adds a file of YAML or JSON. */
  public void add(Path path, String text) {
    ManifestFile file = ManifestFile.lenient(path, text);
    for (Flaw flaw : file.flaws()) {
      LintFinding finding =
          new LintFinding(Rule.SYNTAX, LintObject.unread(), Place.of(""), flaw.message());
      unread.add(new LocatedFinding(finding, path, flaw.mark().line(), flaw.mark().column()));
    }
    for (ManifestObject each : file.objects()) {
      LintObject object = LintObject.of(each.json(), systemNamespace);
      objects.add(object);
      places.put(object, each.place());
    }
  }

  /** How many policies, exceptions, outputs and silences there are. */
  public long checked() {
    return objects.stream().filter(each -> CHECKED.contains(each.kind())).count();
  }

  /** Everything that is found, by file and line. */
  public List<LocatedFinding> lint(Linter linter) {
    List<LocatedFinding> located = new ArrayList<>(unread);
    for (LintFinding finding : linter.lint(objects)) {
      ObjectPlace place = places.get(finding.object());
      if (place == null) {
        throw new IllegalStateException("a finding about an object of no file: " + finding);
      }
      Place in = finding.place();
      Mark mark = place.mark(in.field(), in.line(), in.column());
      located.add(new LocatedFinding(finding, place.file(), mark.line(), mark.column()));
    }
    located.sort(LocatedFinding.ORDER);
    return List.copyOf(located);
  }
}
