package dev.tocsin.doctor;

import dev.tocsin.source.AgentProbe;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Whether Tetragon's metrics page can be read: lost events show nowhere else. */
final class LossCountersExamination implements Examination {
  private static final String SUBJECT = "Tetragon's metrics";

  private final Optional<URI> page;

  LossCountersExamination(Optional<URI> page) {
    this.page = page;
  }

  @Override
  public List<Diagnosis> examine() throws InterruptedException {
    if (page.isEmpty()) {
      return List.of(
          Diagnosis.warning(
              SUBJECT,
              "not read, so nobody knows what Tetragon loses",
              "Name the page with tetragon.metrics of the chart."));
    }
    try {
      int counters = AgentProbe.countLossCounters(page.get());
      return List.of(
          Diagnosis.ok(SUBJECT, page.get() + " has " + counters + " counters of lost events"));
    } catch (IOException e) {
      return List.of(
          Diagnosis.warning(
              SUBJECT,
              page.get() + ": " + e.getMessage(),
              "Switch the page on (tetragon.prometheus.enabled=true of Tetragon's chart), and name"
                  + " it with tetragon.metrics of this one."));
    }
  }
}
