package dev.tocsin.doctor;

import dev.tocsin.api.v1alpha1.ConditionTypes;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.Mode;
import java.util.ArrayList;
import java.util.List;

/** What the status of policies says: does each compile, run, and have the events it looks at? */
final class PolicyExamination implements Examination {
  private static final String SUBJECT = "policies";

  private final ClusterReader reader;

  PolicyExamination(ClusterReader reader) {
    this.reader = reader;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(
        SUBJECT,
        client -> client.resources(DetectionPolicy.class).inAnyNamespace().list().getItems(),
        PolicyExamination::judge);
  }

  private static List<Diagnosis> judge(List<DetectionPolicy> policies) {
    if (policies.isEmpty()) {
      return List.of(
          Diagnosis.problem(
              SUBJECT,
              "there is none, so nothing is detected",
              "Switch packs of the chart on (policies.packs), or apply some: 'kubectl apply -n"
                  + " tocsin-system -f config/policies/PACK'."));
    }
    ConditionTally tally = new ConditionTally();
    List<String> silent = new ArrayList<>();
    for (DetectionPolicy policy : policies) {
      String name = policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
      if (policy.getSpec() != null && policy.getSpec().mode() == Mode.DISABLED) {
        continue;
      }
      if (policy.getStatus() == null) {
        silent.add(name);
      } else {
        tally.add(name, policy.getStatus().conditions());
      }
    }
    List<Diagnosis> said =
        new ArrayList<>(
            tally.judge(
                List.of(
                    ConditionTypes.ACCEPTED,
                    ConditionTypes.LOADED,
                    ConditionTypes.DATA_AVAILABLE,
                    ConditionTypes.HEALTHY),
                PolicyExamination::bad));
    if (!silent.isEmpty()) {
      said.add(
          Diagnosis.problem(
              SUBJECT,
              ConditionTally.withoutStatus(silent),
              "No operator has seen them: 'kubectl get pods -A -l"
                  + " app.kubernetes.io/part-of=tocsin'."));
    }
    if (said.isEmpty()) {
      said.add(
          Diagnosis.ok(SUBJECT, policies.size() + " run, and have the events that they look at"));
    }
    return said;
  }

  private static Diagnosis bad(String type, String reason, String sentence, String first) {
    String show = describe(first);
    return switch (type) {
      case ConditionTypes.LOADED ->
          reason.equals("Loading")
              ? Diagnosis.warning(
                  SUBJECT,
                  sentence,
                  "Wait half a minute; then look at the sensors that " + show + " names.")
              : Diagnosis.problem(SUBJECT, sentence, show + " shows it whole.");
      case ConditionTypes.DATA_AVAILABLE ->
          Diagnosis.problem(
              SUBJECT,
              sentence,
              "Apply the tracing policy or set the option that the message names; "
                  + show
                  + " has the nodes.");
      default ->
          Diagnosis.problem(
              SUBJECT, sentence, "Correct what the message names; " + show + " shows it whole.");
    };
  }

  private static String describe(String name) {
    int slash = name.indexOf('/');
    return "'kubectl describe detectionpolicy -n "
        + name.substring(0, slash)
        + " "
        + name.substring(slash + 1)
        + "'";
  }
}
