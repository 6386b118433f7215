package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.api.v1alpha1.SecurityAlert;

/** Which alert. */
public record AlertKey(String namespace, String name) {

  public static AlertKey of(SecurityAlert alert) {
    return new AlertKey(alert.getMetadata().getNamespace(), alert.getMetadata().getName());
  }

  /**
   * Reads {@code NAME}, {@code NAMESPACE/NAME}, or what {@code kubectl get -o name} writes: {@code
   * securityalert.tocsin.dev/NAME}, which no namespace can be called.
   *
   * @param namespace of a name without one
   */
  public static AlertKey parse(String text, String namespace) {
    int slash = text.indexOf('/');
    return slash < 0 || text.substring(0, slash).endsWith("." + ApiGroup.NAME)
        ? new AlertKey(namespace, text.substring(slash + 1))
        : new AlertKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
