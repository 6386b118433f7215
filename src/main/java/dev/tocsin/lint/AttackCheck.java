package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.attack.Tactic;
import dev.tocsin.attack.Technique;
import java.util.List;

/** The techniques and tactics that a policy names. */
final class AttackCheck implements PolicyCheck {
  private final AttackCatalog catalog;

  AttackCheck(AttackCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    List<MitreTechnique> techniques = policy.spec().mitreAttack();
    for (int i = 0; i < techniques.size(); i++) {
      MitreTechnique named = techniques.get(i);
      if (named.technique() != null) {
        check(policy.object(), "spec.mitreAttack[" + i + "]", named, findings);
      }
    }
  }

  private void check(LintObject object, String field, MitreTechnique named, LintFindings findings) {
    Technique known = catalog.technique(named.technique());
    if (known == null) {
      findings.add(
          Rule.UNKNOWN_TECHNIQUE,
          object,
          field + ".technique",
          "ATT&CK " + AttackCatalog.VERSION + " has no technique " + named.technique());
    } else if (!known.state().isEmpty()) {
      findings.add(
          Rule.RETIRED_TECHNIQUE,
          object,
          field + ".technique",
          named.technique()
              + " "
              + known.name()
              + (known.state().equals("deprecated") ? " is deprecated" : " was revoked")
              + (known.successor().isEmpty() ? "" : ": use " + known.successor()));
    }
    for (int j = 0; j < named.tactics().size(); j++) {
      String tactic = named.tactics().get(j);
      String place = field + ".tactics[" + j + "]";
      if (!catalog.hasTactic(tactic)) {
        findings.add(
            Rule.UNKNOWN_TACTIC,
            object,
            place,
            "ATT&CK has no tactic "
                + tactic
                + "; there are "
                + String.join(", ", catalog.tactics().stream().map(Tactic::key).sorted().toList()));
      } else if (known != null
          && known.state().isEmpty()
          && !catalog.tacticsOf(known).contains(tactic)) {
        findings.add(
            Rule.FOREIGN_TACTIC,
            object,
            place,
            known.id()
                + " "
                + known.name()
                + " belongs to "
                + String.join(", ", catalog.tacticsOf(known)));
      }
    }
  }
}
