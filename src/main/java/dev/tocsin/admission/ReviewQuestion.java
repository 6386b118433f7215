package dev.tocsin.admission;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the API server asks, without what does not matter for the answer.
 *
 * @param uid never empty
 * @param operation CREATE, UPDATE, ...
 * @param namespace that the object is to be stored in
 * @param object missing when there is none
 * @param oldSpec of the object that is stored; missing when there is none
 */
record ReviewQuestion(
    String uid, String operation, String namespace, JsonNode object, JsonNode oldSpec) {

  /**
   * Whether there is something to judge: an object whose spec was not changed stays, whatever it
   * is, or nobody could take a label or a finalizer off it.
   */
  boolean isSpecChanged() {
    return object.isObject()
        && !(operation.equals("UPDATE") && object.path("spec").equals(oldSpec));
  }
}
