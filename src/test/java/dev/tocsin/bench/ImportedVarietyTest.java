package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.library.ShippedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured is what it is taken for. */
class ImportedVarietyTest {
  private static final int COUNT = 300;

  @Test
  void bothFormsAreTheSameRules() {
    List<Policy> imported = ImportedVariety.of(COUNT, false);
    List<Policy> plain = ImportedVariety.of(COUNT, true);

    assertThat(imported)
        .hasSize(COUNT)
        .extracting(each -> each.id().name())
        .doesNotHaveDuplicates();
    assertThat(new HashSet<>(imported.stream().map(Policy::match).toList())).hasSize(COUNT);
    assertThat(findings(imported))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(findings(plain));
  }

  /** Over recorded events: which policy found what. */
  private static List<String> findings(List<Policy> policies) {
    List<String> findings = new ArrayList<>();
    Engine engine =
        new Engine(
            () -> Instant.EPOCH,
            Redaction.defaults(),
            finding -> findings.add(finding.policy().id().name() + " " + finding.id()));
    engine.install(policies.stream().map(PolicyVariety::compiled).toList());
    Attributor attributor = new Attributor(ShippedInput.pods());
    for (byte[] message : EventStream.recorded(PoliciesBenchmark.EVENTS).messages()) {
      Event event = Event.of(message);
      engine.evaluate(event, attributor.settle(event));
    }
    return findings;
  }
}
