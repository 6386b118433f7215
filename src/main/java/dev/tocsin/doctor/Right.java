package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Verbs on one kind of object.
 *
 * @param resource {@code securityalerts} or {@code securityalerts/status}
 * @param namespace {@code ""} for all
 * @param name of the one object that is meant; {@code ""} for all
 */
record Right(String group, String resource, String namespace, String name, List<String> verbs) {

  static Right everywhere(String group, String resource, String... verbs) {
    return new Right(group, resource, "", "", List.of(verbs));
  }

  static Right within(String namespace, String group, String resource, String... verbs) {
    return new Right(group, resource, namespace, "", List.of(verbs));
  }

  Right on(String object) {
    return new Right(group, resource, namespace, object, verbs);
  }

  /**
   * Those that are refused: {@code list nodes}, {@code get leases/tocsin-operator in
   * tocsin-system}.
   *
   * @param isAllowed asks the API server about one verb
   */
  static List<String> missing(List<Right> rights, Predicate<ResourceAttributes> isAllowed) {
    List<String> missing = new ArrayList<>();
    for (Right right : rights) {
      for (String verb : right.verbs) {
        if (!isAllowed.test(right.attributes(verb))) {
          missing.add(right.text(verb));
        }
      }
    }
    return missing;
  }

  private String text(String verb) {
    return verb
        + " "
        + resource
        + (name.isEmpty() ? "" : "/" + name)
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }

  private ResourceAttributes attributes(String verb) {
    int slash = resource.indexOf('/');
    return new ResourceAttributesBuilder()
        .withGroup(group)
        .withResource(slash < 0 ? resource : resource.substring(0, slash))
        .withSubresource(slash < 0 ? null : resource.substring(slash + 1))
        .withNamespace(namespace.isEmpty() ? null : namespace)
        .withName(name.isEmpty() ? null : name)
        .withVerb(verb)
        .build();
  }
}
