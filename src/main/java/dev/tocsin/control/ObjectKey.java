package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Namespace and name of an object; its kind is known from the context. */
public record ObjectKey(String namespace, String name) {

  public static ObjectKey of(HasMetadata object) {
    return new ObjectKey(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
