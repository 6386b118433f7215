package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.ConditionReason;
import dev.tocsin.api.v1alpha1.ConditionTypes;

/** What the conditions of a DetectionPolicy can say. */
enum PolicyCondition {
  VALID(ConditionTypes.ACCEPTED, "True", "Valid", "The policy compiles.", ""),
  VALID_WITH_WARNINGS(
      ConditionTypes.ACCEPTED,
      "True",
      "ValidWithWarnings",
      "The policy compiles, without what the message names: an exception that does not compile, for"
          + " example.",
      "Correct what the message names."),
  INVALID(
      ConditionTypes.ACCEPTED,
      "False",
      "Invalid",
      "A field has a value that it cannot have, or an expression does not compile; nothing of the"
          + " policy runs, no earlier generation either.",
      "Correct the field that the message names with line and column; tocsin lint finds the same"
          + " before anything is applied."),
  TOO_MANY(
      ConditionTypes.ACCEPTED,
      "False",
      "TooMany",
      "There is no room for it beside older policies of its namespace, or of all namespaces;"
          + " nothing of it runs.",
      "Delete policies of the namespace, make their lists shorter, or move what is for the whole"
          + " cluster into the system namespace."),
  LOADED(
      ConditionTypes.LOADED,
      "True",
      "Loaded",
      "This generation runs on every node that it selects.",
      ""),
  LOADING(
      ConditionTypes.LOADED,
      "False",
      "Loading",
      "Some nodes have not said that they run this generation.",
      "Wait half a minute; then look at the sensors of the nodes that the message names, and at"
          + " their logs."),
  NOT_LOADED_NOT_ACCEPTED(
      ConditionTypes.LOADED,
      "False",
      "NotAccepted",
      "It cannot run, because it is not accepted.",
      "See the condition Accepted."),
  NOT_LOADED_DISABLED(
      ConditionTypes.LOADED,
      "False",
      "Disabled",
      "It does not run, because spec.mode is Disabled.",
      "Set spec.mode to Active or Shadow when it is to run."),
  LOADED_NO_NODES(
      ConditionTypes.LOADED,
      "Unknown",
      "NoNodes",
      "No node has reported, or none has the labels that spec.scope.nodeSelector asks for.",
      "Look whether sensors run and reach the operator, and compare nodeSelector with the labels of"
          + " the nodes."),
  AVAILABLE(
      ConditionTypes.DATA_AVAILABLE,
      "True",
      "Available",
      "Every node sends the events that it looks at.",
      ""),
  MISSING(
      ConditionTypes.DATA_AVAILABLE,
      "False",
      "Missing",
      "On some nodes it is blind: a tracing policy, a hook or an option of Tetragon that it"
          + " requires is not there, or a list has no value without which it cannot fire.",
      "Apply the tracing policy or set the option that the message names; the nodes are in"
          + " status.nodes.blindExamples."),
  NOT_KNOWN(
      ConditionTypes.DATA_AVAILABLE,
      "Unknown",
      "NotKnown",
      "On some nodes nobody can say whether the events come.",
      "Do what the message names, which is often to let the sensor read the list of tracing"
          + " policies, or to require hooks instead of names."),
  DATA_DISABLED(
      ConditionTypes.DATA_AVAILABLE,
      "Unknown",
      "Disabled",
      "Nobody looks, because spec.mode is Disabled.",
      "Set spec.mode to Active or Shadow when it is to run."),
  DATA_NO_NODES(
      ConditionTypes.DATA_AVAILABLE,
      "Unknown",
      "NoNodes",
      "No node has reported, or none has the labels that spec.scope.nodeSelector asks for.",
      "Look whether sensors run and reach the operator, and compare nodeSelector with the labels of"
          + " the nodes."),
  RUNNING(
      ConditionTypes.HEALTHY,
      "True",
      "Running",
      "Its expressions are evaluated without errors.",
      ""),
  SOME_ERRORS(
      ConditionTypes.HEALTHY,
      "True",
      "SomeErrors",
      "Some events were not evaluated, because an expression failed for them; the message has the"
          + " last error.",
      "Guard what may be absent, as in has(FIELD) or KEY in MAP, and see the example in the"
          + " message."),
  EXCEPTIONS_SUSPENDED(
      ConditionTypes.HEALTHY,
      "True",
      "ExceptionsSuspended",
      "Exceptions are not asked for a while, because they failed, broke or took too much time; it"
          + " fires though they might hold.",
      "Correct the exceptions that the message names."),
  SUSPENDED(
      ConditionTypes.HEALTHY,
      "False",
      "Suspended",
      "Nodes do not evaluate it for a while: it broke, or took more than its share of time.",
      "Correct or narrow the expression by the error in the message; it runs again at the time in"
          + " the message, or when its spec changes."),
  NOT_RUNNING(
      ConditionTypes.HEALTHY,
      "Unknown",
      "NotRunning",
      "Nothing of it runs.",
      "See the conditions Accepted and Loaded.");

  private final ConditionReason reason;

  PolicyCondition(String type, String status, String reason, String meaning, String remedy) {
    this.reason = new ConditionReason(type, status, reason, meaning, remedy);
  }

  ConditionReason reason() {
    return reason;
  }
}
