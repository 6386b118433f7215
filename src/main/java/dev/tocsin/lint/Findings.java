package dev.tocsin.lint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what the rules find; what is found twice counts once. */
final class Findings {
  private final Set<Finding> findings = new LinkedHashSet<>();

  void add(Rule rule, LintObject object, Place place, String message) {
    findings.add(new Finding(rule, object, place, message));
  }

  void add(Rule rule, LintObject object, String field, String message) {
    add(rule, object, Place.of(field), message);
  }

  List<Finding> list() {
    return new ArrayList<>(findings);
  }
}
