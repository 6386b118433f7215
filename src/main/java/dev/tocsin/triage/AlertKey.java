package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.SecurityAlert;

/** Which alert. */
public record AlertKey(String namespace, String name) {

  public static AlertKey of(SecurityAlert alert) {
    return new AlertKey(alert.getMetadata().getNamespace(), alert.getMetadata().getName());
  }

  /**
   * Reads {@code NAME} or {@code NAMESPACE/NAME}.
   *
   * @param namespace of a name without one
   */
  public static AlertKey parse(String text, String namespace) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new AlertKey(namespace, text)
        : new AlertKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
