package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ListText;
import dev.tocsin.control.ObjectKey;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Lists whose values are nowhere to be seen or oddly written, and names that nothing uses. */
final class ListCheck implements PolicyCheck {
  @Override
  public void check(PolicySubject policy, LintFindings findings) {
    List<NamedList> lists = policy.spec().lists();
    for (int i = 0; i < lists.size(); i++) {
      String field = "spec.lists[" + i + "]";
      source(policy, lists.get(i), field + ".configMapKeyRef", findings);
      values(policy, lists.get(i).values(), field + ".values", findings);
      used(policy, "lists." + lists.get(i).name(), field, findings);
    }
    for (int i = 0; i < policy.spec().variables().size(); i++) {
      String name = policy.spec().variables().get(i).name();
      used(policy, "variables." + name, "spec.variables[" + i + "]", findings);
    }
  }

  private static void source(
      PolicySubject policy, NamedList list, String field, LintFindings findings) {
    NamedList.ConfigMapKeyRef reference = list.configMapKeyRef();
    if (reference == null || reference.name() == null || reference.key() == null) {
      return;
    }
    ObjectKey key = new ObjectKey(policy.object().namespace(), reference.name());
    String message =
        switch (policy.surroundings().configMaps().get(key)) {
          case ConfigMaps.Found found when found.data().containsKey(reference.key()) -> {
            for (String note : ListText.parse(found.data().get(reference.key())).notes()) {
              findings.add(
                  Rule.ODD_LIST_VALUE,
                  policy.object(),
                  field,
                  "ConfigMap " + key + " " + reference.key() + " " + note);
            }
            yield "";
          }
          case ConfigMaps.Found found -> "ConfigMap " + key + " has no key " + reference.key();
          case ConfigMaps.NotFound missing -> "ConfigMap " + key + " is not among the files";
          case ConfigMaps.Unreadable(String reason) -> "ConfigMap " + key + ": " + reason;
        };
    if (!message.isEmpty()) {
      findings.add(Rule.MISSING_LIST, policy.object(), field, message);
    }
  }

  private static void values(
      PolicySubject policy, List<String> values, String field, LintFindings findings) {
    for (int i = 0; i < values.size(); i++) {
      if (!ListText.visible(values.get(i)).equals(values.get(i))) {
        findings.add(Rule.ODD_LIST_VALUE, policy.object(), field + "[" + i + "]", ListText.BLANKS);
      }
    }
  }

  private static void used(PolicySubject policy, String name, String field, LintFindings findings) {
    Stream<String> read =
        policy.expressions().list().stream().flatMap(FieldRead::of).map(FieldRead::path);
    boolean compiled = policy.expressions().diagnostics().isEmpty();
    if (compiled
        && read.noneMatch(name::equals)
        && !message(policy).contains(name)
        && policy.surroundings().exceptions().stream().noneMatch(each -> each.contains(name))) {
      findings.add(Rule.UNUSED_NAME, policy.object(), field, name + " is not used");
    }
  }

  private static String message(PolicySubject policy) {
    return policy.spec().alert() == null
        ? ""
        : Objects.requireNonNullElse(policy.spec().alert().message(), "");
  }
}
