package dev.tocsin.lint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what the rules find; what is found twice counts once. */
final class LintFindings {
  private final Set<LintFinding> findings = new LinkedHashSet<>();

  void add(Rule rule, LintObject object, Place place, String message) {
    findings.add(new LintFinding(rule, object, place, message));
  }

  void add(Rule rule, LintObject object, String field, String message) {
    add(rule, object, Place.of(field), message);
  }

  List<LintFinding> list() {
    return new ArrayList<>(findings);
  }
}
