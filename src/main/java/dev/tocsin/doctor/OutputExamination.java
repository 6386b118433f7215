package dev.tocsin.doctor;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.ConditionTypes;
import java.util.ArrayList;
import java.util.List;

/** What the status of outputs says: does each reach its receiver? */
final class OutputExamination implements Examination {
  private static final String SUBJECT = "outputs";

  private final ClusterReader reader;

  OutputExamination(ClusterReader reader) {
    this.reader = reader;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(
        SUBJECT,
        client -> client.resources(AlertOutput.class).inAnyNamespace().list().getItems(),
        OutputExamination::judge);
  }

  private static List<Diagnosis> judge(List<AlertOutput> outputs) {
    if (outputs.isEmpty()) {
      return List.of(
          Diagnosis.ok(SUBJECT, "there is none: alerts are in the cluster only (docs/outputs.md)"));
    }
    ConditionTally tally = new ConditionTally();
    List<String> silent = new ArrayList<>();
    for (AlertOutput output : outputs) {
      String name = output.getMetadata().getNamespace() + "/" + output.getMetadata().getName();
      if (output.getStatus() == null || output.getStatus().conditions().isEmpty()) {
        silent.add(name);
      } else {
        tally.add(name, output.getStatus().conditions());
      }
    }
    List<Diagnosis> said =
        new ArrayList<>(
            tally.judge(
                List.of(ConditionTypes.ACCEPTED, ConditionTypes.DELIVERING),
                (type, reason, sentence, first) ->
                    Diagnosis.problem(
                        SUBJECT,
                        sentence,
                        "See what the receiver answers: 'tocsin output test " + first + "'.")));
    if (!silent.isEmpty()) {
      said.add(
          Diagnosis.problem(
              SUBJECT,
              ConditionTally.withoutStatus(silent),
              "No operator sends for them: set outputs.enabled=true of the chart."));
    }
    if (said.isEmpty()) {
      said.add(Diagnosis.ok(SUBJECT, outputs.size() + " reach their receivers"));
    }
    return said;
  }
}
