package dev.tocsin.triage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Triage;

/**
 * A decision as a JSON patch of RFC 6902. It tests that the alert is the one that was read, in the
 * state that was read: the server applies it to the latest version, so that who writes the status
 * meanwhile is not in its way, as he would be of a patch that names a version.
 */
final class TriagePatch {
  /** The answer to a test that fails, and to what the schema forbids. */
  static final int HTTP_UNPROCESSABLE = 422;

  private static final String TRIAGE = "/spec/triage/";

  private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

  private TriagePatch() {}

  static ArrayNode of(SecurityAlert alert, Decision decision) {
    TriagePatch patch = new TriagePatch();
    Triage.State state = AlertQuery.state(alert);
    patch.add("test", "/metadata/uid", alert.getMetadata().getUid());
    if (state != Triage.State.UNKNOWN) {
      patch.add("test", TRIAGE + "state", AlertBoard.apiName(state));
    }
    // add replaces what is there
    patch.add("add", TRIAGE + "state", AlertBoard.apiName(decision.state()));
    patch.add("add", TRIAGE + "by", decision.by());
    decision.note().ifPresent(note -> patch.add("add", TRIAGE + "note", note));
    Triage triage = alert.getSpec().triage();
    if (decision.until().isPresent()) {
      patch.add("add", TRIAGE + "until", Timestamps.format(decision.until().get()));
    } else if (triage != null && triage.until() != null) {
      patch.operation("remove", TRIAGE + "until");
    }
    return patch.operations;
  }

  private void add(String operation, String path, String value) {
    operation(operation, path).put("value", value);
  }

  private ObjectNode operation(String operation, String path) {
    return operations.addObject().put("op", operation).put("path", path);
  }
}
