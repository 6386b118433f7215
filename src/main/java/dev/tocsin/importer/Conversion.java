package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.lint.Linter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what an import makes, and has it judged by lint at the end. */
public final class Conversion {
  private final Linter linter;
  private final FileTracing tracing;
  private final ObjectNames names = new ObjectNames();
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(RuleOutcome outcome, @Nullable ObjectNode object) {}

  /**
   * @param source of the rules: {@code sigma}
   */
  public Conversion(Linter linter, String source) {
    this.linter = linter;
    this.tracing = new FileTracing("tocsin-" + source + "-files");
  }

  public FileTracing tracing() {
    return tracing;
  }

  public ObjectNames names() {
    return names;
  }

  public void converted(RuleOutcome outcome, ObjectNode object) {
    entries.add(new Entry(outcome, object));
  }

  /** A rule of which nothing is made. */
  public void without(RuleOutcome outcome) {
    entries.add(new Entry(outcome, null));
  }

  /** What was made; a policy that lint would refuse is none. */
  public ImportedRules result() {
    List<ObjectNode> judged = new ArrayList<>();
    entries.stream().map(Entry::object).forEach(each -> add(judged, each));
    Optional<ObjectNode> traced = tracing.object();
    traced.ifPresent(judged::add);
    Map<ObjectNode, LintedObjects.Judgement> judgements = new LintedObjects(linter).judge(judged);
    List<RuleOutcome> outcomes = new ArrayList<>();
    List<ObjectNode> objects = new ArrayList<>();
    for (Entry entry : entries) {
      ObjectNode object = entry.object();
      if (object == null) {
        outcomes.add(entry.outcome());
        continue;
      }
      LintedObjects.Judgement judgement = judgements.get(object);
      if (judgement == null) {
        throw new IllegalStateException("an object that was not judged");
      }
      if (judgement.refusal().isEmpty()) {
        objects.add(object);
        outcomes.add(entry.outcome().withNotes(judgement.notes()));
      } else {
        outcomes.add(entry.outcome().refusedBecause(judgement.refusal()));
      }
    }
    traced.ifPresent(objects::add);
    return new ImportedRules(outcomes, objects);
  }

  private static void add(List<ObjectNode> objects, @Nullable ObjectNode object) {
    if (object != null) {
      objects.add(object);
    }
  }
}
