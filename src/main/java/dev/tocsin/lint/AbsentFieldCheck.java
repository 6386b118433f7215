package dev.tocsin.lint;

import dev.tocsin.event.EventKind;
import dev.tocsin.language.LanguageReference;
import java.util.Set;
import java.util.TreeSet;

/** Fields that the events of a policy never have. */
final class AbsentFieldCheck implements PolicyCheck {
  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    policy.expressions().list().forEach(each -> check(policy.object(), each, findings));
  }

  static void check(LintObject object, PolicyExpression expression, LintFindings findings) {
    FieldRead.of(expression).forEach(read -> check(object, read, findings));
  }

  private static void check(LintObject object, FieldRead read, LintFindings findings) {
    Set<EventKind> having = LanguageReference.kinds(read.owner(), read.name());
    Set<EventKind> chosen = read.expression().events();
    if (chosen.isEmpty() || chosen.stream().anyMatch(having::contains)) {
      return;
    }
    String path = read.name().startsWith("@") ? "arg()" : read.path();
    String instead =
        having.size() > LanguageReference.HOOKS.size()
            ? ""
            : "; those of " + Kinds.words(new TreeSet<>(having)) + " can";
    findings.add(
        Rule.ABSENT_FIELD,
        object,
        read.place(),
        "events of " + Kinds.words(chosen) + " never have " + path + instead);
  }
}
