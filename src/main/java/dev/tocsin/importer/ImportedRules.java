package dev.tocsin.importer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What an import made.
 *
 * @param outcomes one for each rule, in the order of the files
 * @param objects policies, exceptions and a tracing policy, in the order of their rules
 */
public record ImportedRules(List<RuleOutcome> outcomes, List<ObjectNode> objects) {
  public ImportedRules {
    outcomes = List.copyOf(outcomes);
    objects = List.copyOf(objects);
  }

  public boolean isComplete() {
    return outcomes.stream().allMatch(RuleOutcome::isConverted);
  }
}
