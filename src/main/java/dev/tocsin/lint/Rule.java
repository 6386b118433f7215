package dev.tocsin.lint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is looked for. The ids are part of the contract: annotations and baselines name them. */
public enum Rule {
  SYNTAX(
      Severity.ERROR,
      false,
      "The file is YAML or JSON, and no key is there twice",
      "Correct the text at the place that is named."),
  SCHEMA(
      Severity.ERROR,
      false,
      "The API server accepts the object: fields, types, ranges, validation rules",
      "Change the field as the message says; kubectl explain dpol.spec has every field."),
  EXPRESSION(
      Severity.ERROR,
      false,
      "Every expression compiles",
      "Correct the expression at the place that is named."),
  REFUSED(
      Severity.ERROR,
      false,
      "The operator accepts the policy, beyond what the schema can say",
      "Change the field as the message says."),
  DUPLICATE_NAME(
      Severity.ERROR,
      false,
      "No two objects of a kind have the same name in one namespace",
      "Rename one of the objects, or delete it."),
  NEVER_TRUE(
      Severity.ERROR,
      true,
      "No expression, and no alternative in one, contradicts itself",
      "Remove one of the conditions that exclude each other, or correct the value."),
  ALWAYS_TRUE(
      Severity.WARNING,
      true,
      "No match without a window, and no exception, holds for every event of its kinds",
      "Add the condition that is missing, or choose fewer event kinds."),
  VAIN_COMPARISON(
      Severity.WARNING,
      true,
      "No comparison within a condition holds for every value, or for none that there can be",
      "Compare with what the field can be, or remove the comparison."),
  ABSENT_FIELD(
      Severity.ERROR,
      true,
      "The events that a policy chose can have the fields that it reads",
      "Add the event kind that has the field to spec.events, or read another field."),
  UNKNOWN_ARGUMENT(
      Severity.WARNING,
      true,
      "The traced function has the argument that is read",
      "Use a label or a position of the tracing policy's args."),
  MISSING_REQUIRES(
      Severity.WARNING,
      true,
      "spec.requires names what the policy cannot see anything without",
      "Add it to spec.requires, so that status says on which nodes the policy is blind."),
  UNTRACED_FUNCTION(
      Severity.WARNING,
      true,
      "A required tracing policy traces the function that an expression waits for",
      "Require the tracing policy that traces it, or correct the name."),
  UNTRACED_PATH(
      Severity.WARNING,
      true,
      "A selector of a required tracing policy lets out the path that an expression asks for",
      "Add the path to a selector of the tracing policy, require the one that has it, or correct"
          + " the path."),
  UNKNOWN_TRACING_POLICY(
      Severity.WARNING,
      true,
      "The tracing policies that are required exist, among the files or in config/tracing",
      "Give tocsin lint the file of the tracing policy too, or correct the name."),
  UNKNOWN_HOOK(
      Severity.WARNING,
      true,
      "A tracing policy, among the files or in config/tracing, has one of the hooks that are"
          + " required",
      "Give tocsin lint the file of the tracing policy too, or correct the name: kernel functions"
          + " as they are, hooks of LSM as lsm/NAME, tracepoints as SUBSYSTEM/EVENT."),
  MISSING_LIST(
      Severity.WARNING,
      true,
      "The ConfigMap that a list comes from is among the files, with its key",
      "Give tocsin lint the file of the ConfigMap too, or correct name and key."),
  ODD_LIST_VALUE(
      Severity.WARNING,
      true,
      "The values of a list stand there as they are read",
      "Write one value a line, alone and without quotes; a comment has a line of its own."),
  UNUSED_NAME(
      Severity.WARNING, true, "Every list and every variable is used", "Remove it, or use it."),
  UNKNOWN_TECHNIQUE(
      Severity.ERROR,
      true,
      "ATT&CK for Enterprise has the technique",
      "Correct the id: https://attack.mitre.org/techniques/enterprise/"),
  RETIRED_TECHNIQUE(
      Severity.WARNING,
      true,
      "ATT&CK has neither revoked nor deprecated the technique",
      "Use the technique that took its place."),
  UNKNOWN_TACTIC(
      Severity.ERROR,
      true,
      "ATT&CK for Enterprise has the tactic",
      "Write its name in CamelCase: PrivilegeEscalation."),
  FOREIGN_TACTIC(
      Severity.WARNING,
      true,
      "The technique belongs to the tactic",
      "Use a tactic of the technique, or another technique."),
  OVERLAP(
      Severity.WARNING,
      true,
      "No two policies fire for the same events, and none for all events of another",
      "Merge them, or tell them apart by their match, scope or exceptions."),
  ABSENT_LABEL(
      Severity.WARNING,
      true,
      "A label or annotation is not compared by != where it may be absent",
      "Say what holds without it: !('KEY' in pod.labels) || pod.labels['KEY'] != 'VALUE'."),
  UNBOUNDED_KEY(
      Severity.WARNING,
      true,
      "What makes one alert, or one window, has few values",
      "Group by what the alert is about (pod.uid, process.name) and leave the rest to the"
          + " message."),
  RENAMABLE_EXCLUSION(
      Severity.WARNING,
      true,
      "No exclusion can be had by renaming: it says who runs, not what that is called",
      "Exclude by pod.identity or pod.namespace; on the node by container.id == '' and the full"
          + " path in process.binary; or say all of what the arguments may be."),
  UNKNOWN_POLICY(
      Severity.WARNING,
      true,
      "The policies that an exception names exist among the files",
      "Correct the name, or give tocsin lint the file of the policy too."),
  WIDE_EXCEPTION(
      Severity.WARNING,
      true,
      "An exception leaves something of each policy that it concerns",
      "Add the condition that tells apart what is harmless, and name the policies."),
  EXPIRED_SILENCE(
      Severity.WARNING, true, "No silence is over", "Remove it, or give it a new date."),
  EXPIRED_EXCEPTION(
      Severity.WARNING, true, "No exception has expired", "Remove it, or give it a new date."),
  UNDOCUMENTED(
      Severity.WARNING,
      true,
      "A policy says what it detects and why it matters",
      "Write spec.description: whoever is woken by the alert reads it first."),
  UNUSED_IGNORE(
      Severity.WARNING,
      false,
      "What an object ignores exists, and would be reported otherwise",
      "Remove the rule from the annotation.");

  /** How much a finding matters. */
  public enum Severity {
    /** It is refused, or it cannot do what it says. */
    ERROR,
    /** It works, and probably not as it was meant. */
    WARNING
  }

  private final Severity severity;
  private final boolean silenceable;
  private final String wants;
  private final String fix;

  Rule(Severity severity, boolean silenceable, String wants, String fix) {
    this.severity = severity;
    this.silenceable = silenceable;
    this.wants = wants;
    this.fix = fix;
  }

  /** {@code never-true}: in annotations, in reports. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Rule> of(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
  }

  public Severity severity() {
    return severity;
  }

  /** Whether an object may ignore it. What the cluster would refuse cannot be ignored. */
  public boolean silenceable() {
    return silenceable;
  }

  /** What holds where there is no finding, as a sentence without its full stop. */
  public String wants() {
    return wants;
  }

  /** How to get rid of a finding. */
  public String fix() {
    return fix;
  }
}
