package dev.tocsin.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.lint.LintFinding;
import dev.tocsin.lint.LintObject;
import dev.tocsin.lint.Linter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lint finds in imported objects. What can be ignored is ignored in the object, with a note;
 * an object that would be refused is no conversion.
 */
final class LintedObjects {
  private static final String IGNORE = "tocsin.dev/lint-ignore";

  private final Linter linter;

  LintedObjects(Linter linter) {
    this.linter = linter;
  }

  /**
   * What is wrong with one object.
   *
   * @param refusal why it cannot be used; empty when it can
   */
  record Judgement(String refusal, List<String> notes) {}

  /** Judges the objects together and has them ignore what is only doubtful. */
  Map<ObjectNode, Judgement> judge(List<ObjectNode> objects) {
    Map<LintObject, ObjectNode> asked = new LinkedHashMap<>();
    for (ObjectNode each : objects) {
      asked.put(LintObject.of(each, "tocsin-system"), each);
    }
    Map<ObjectNode, TreeMap<String, String>> doubts = new java.util.IdentityHashMap<>();
    Map<ObjectNode, String> refusals = new java.util.IdentityHashMap<>();
    for (LintFinding finding : linter.lint(new ArrayList<>(asked.keySet()))) {
      ObjectNode object = asked.get(finding.object());
      if (object == null) {
        throw new IllegalStateException("a finding about no object: " + finding);
      }
      if (finding.rule().silenceable()) {
        doubts
            .computeIfAbsent(object, key -> new TreeMap<>())
            .putIfAbsent(finding.rule().id(), finding.message());
      } else {
        refusals.putIfAbsent(object, finding.rule().id() + ": " + finding.message());
      }
    }
    Map<ObjectNode, Judgement> judgements = new java.util.IdentityHashMap<>();
    for (ObjectNode each : objects) {
      List<String> notes = new ArrayList<>();
      TreeMap<String, String> own = doubts.getOrDefault(each, new TreeMap<>());
      own.forEach((rule, message) -> notes.add("lint ignores " + rule + ": " + message));
      if (!own.isEmpty()) {
        ignore(each, String.join(", ", own.keySet()));
      }
      judgements.put(each, new Judgement(refusals.getOrDefault(each, ""), List.copyOf(notes)));
    }
    return judgements;
  }

  private static void ignore(ObjectNode object, String rules) {
    JsonNode metadata = object.path("metadata");
    if (metadata instanceof ObjectNode node) {
      ((ObjectNode) node.withObject("/annotations")).put(IGNORE, rules);
    }
  }
}
