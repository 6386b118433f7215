package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.AuditLog;
import dev.tocsin.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.dsl.RbacAPIGroupDSL;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the roles of a release give to the accounts of its pods.
 *
 * @param ofAccounts name of an account to {@code VERB GROUP/RESOURCE}
 */
record GrantedRights(String namespace, Map<String, Set<String>> ofAccounts) {
  /** Rights for what may not happen while a test watches, and what for. */
  private static final Map<String, String> RARE =
      Map.of(
          "delete tocsin.dev/securityalerts", "alerts expire, and give way under caps",
          "get tocsin.dev/securityalerts", "what is stored is asked when a write's answer is lost",
          "get /pods", "a token without the node's name has that of its pod",
          "update /secrets", "the authority is rotated",
          "update /configmaps", "the authority is rotated");

  static GrantedRights of(ControlPlane plane, String namespace) {
    RbacAPIGroupDSL rbac = plane.client().rbac();
    GrantedRights rights = new GrantedRights(namespace, new TreeMap<>());
    rbac.clusterRoleBindings()
        .withLabel("app.kubernetes.io/name", "tocsin")
        .list()
        .getItems()
        .forEach(
            each -> rights.give(each.getSubjects(), rules(rbac, namespace, each.getRoleRef())));
    rbac.roleBindings()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(
            each -> rights.give(each.getSubjects(), rules(rbac, namespace, each.getRoleRef())));
    return rights;
  }

  private static List<PolicyRule> rules(RbacAPIGroupDSL rbac, String namespace, RoleRef role) {
    return role.getKind().equals("Role")
        ? rbac.roles().inNamespace(namespace).withName(role.getName()).require().getRules()
        : rbac.clusterRoles().withName(role.getName()).require().getRules();
  }

  private void give(List<Subject> subjects, List<PolicyRule> rules) {
    for (Subject subject : subjects) {
      Set<String> given = ofAccounts.computeIfAbsent(subject.getName(), name -> new TreeSet<>());
      for (PolicyRule rule : rules) {
        for (String resource : rule.getResources()) {
          for (String verb : rule.getVerbs()) {
            given.add(verb + " " + rule.getApiGroups().getFirst() + "/" + resource);
          }
        }
      }
    }
  }

  /** Each account asked for nothing that it may not have, and for all that it may. */
  void assertEnoughAndUsed(AuditLog audit) throws IOException {
    assertThat(ofAccounts).containsOnlyKeys("tocsin-operator", "tocsin-sensor");
    for (Map.Entry<String, Set<String>> account : ofAccounts.entrySet()) {
      Set<String> unused = new TreeSet<>(account.getValue());
      for (AuditLog.Request request : audit.requests(namespace, account.getKey())) {
        assertThat(request.code()).as("%s: %s", account.getKey(), request).isNotEqualTo(403);
        unused.remove(request.verb() + " " + request.resource());
      }
      unused.removeAll(RARE.keySet());
      assertThat(unused).as("rights that %s has and never used", account.getKey()).isEmpty();
    }
  }
}
