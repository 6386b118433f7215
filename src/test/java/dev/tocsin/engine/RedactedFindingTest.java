package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.matching;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Event;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A secret of a process, of its parent or of an ancestor is in nothing that leaves the engine. */
class RedactedFindingTest {
  private static final String SECRET = "S3cr3tX";

  private final List<Object> made = new ArrayList<>();

  @Test
  void messageGroupAndFactsAreRedactedByTheProgramsOfTheEvent() {
    evaluate(Redaction.defaults(), texts(), event("-p" + SECRET + " shop"));

    Finding finding = (Finding) made.getFirst();
    assertThat(finding.message()).isEqualTo("-p***** shop | -a ***** | -p*****");
    assertThat(finding.group().values()).containsExactly("-p***** shop");
    assertThat(finding.facts().process().arguments()).isEqualTo("-p***** shop");
    assertThat(finding.toString()).doesNotContain(SECRET);
  }

  @Test
  void matchesOnTheirWayToOtherNodesAreRedactedAndStayDifferent() {
    PolicyBuilder policy =
        texts().valueCount("process.arguments", 3, Duration.ofMinutes(1), "process.arguments");
    evaluate(Redaction.defaults(), policy, event("-p" + SECRET));
    evaluate(Redaction.defaults(), policy, event("-pother" + SECRET));

    assertThat(made.toString()).doesNotContain(SECRET);
    Match first = (Match) made.getFirst();
    assertThat(first.windowGroup().getFirst()).startsWith("-p*****#");
    assertThat(first.values()).isEqualTo(first.windowGroup());
    assertThat(((Match) made.getLast()).values()).isNotEqualTo(first.values());
  }

  @Test
  void argumentsAreWithheldEverywhere() {
    Redaction redaction = Redaction.defaults().withholding(List.of("shop"));
    PolicyBuilder windowed =
        texts().valueCount("process.arguments", 3, Duration.ofMinutes(1), "process.arguments");
    evaluate(redaction, texts(), event("account 4711"));
    evaluate(redaction, windowed, event("account 4711"));
    evaluate(redaction, windowed, event("account 4712"));

    assertThat(made.toString()).doesNotContain("account").doesNotContain(SECRET);
    Finding finding = (Finding) made.getFirst();
    assertThat(finding.message()).isEqualTo("[withheld] | [withheld] | [withheld]");
    assertThat(finding.group().values()).containsExactly("[withheld]");
    assertThat(finding.facts().process().arguments()).isEqualTo("[withheld]");
    assertThat(((Match) made.get(1)).values()).isNotEqualTo(((Match) made.get(2)).values());
  }

  @Test
  void policiesSeeWhatIsWithheld() {
    PolicyBuilder policy = matching("process.arguments.contains('4711')");
    evaluate(Redaction.defaults().withholding(List.of("shop")), policy, event("account 4711"));

    assertThat(made).hasSize(1);
  }

  /** What a mask saves does not bring what is behind the bound, and may be half a secret. */
  @Test
  void whatIsBehindTheBoundOfATextIsNotShown() {
    String arguments = "--token=" + "x".repeat(3000) + " a ".repeat(700) + "Z".repeat(8000);
    evaluate(Redaction.defaults(), texts(), event(arguments));

    assertThat(((Finding) made.getFirst()).facts().process().arguments())
        .startsWith("--token=***** a ")
        .endsWith("bytes]")
        .doesNotContain("Z");
  }

  private static PolicyBuilder texts() {
    return matching("true")
        .message("{{process.arguments}} | {{parent.arguments}} | {{ancestors[0].arguments}}")
        .alertBy("process.arguments");
  }

  /** mysql, run by redis-cli, run by mysqldump. */
  private static Event event(String arguments) {
    return EventFixture.exec(
        EventFixture.TIME,
        EventFixture.process("/usr/bin/mysql", arguments),
        exec ->
            exec.setParent(EventFixture.process("/usr/bin/redis-cli", "-a " + SECRET))
                .addAncestors(EventFixture.process("/usr/bin/mysqldump", "-p" + SECRET)));
  }

  private void evaluate(Redaction redaction, PolicyBuilder policy, Event event) {
    Engine engine = Engine.forwarding(() -> EventFixture.TIME, redaction, made::add, made::add);
    engine.install(List.of(policy.compiled()));
    engine.evaluate(event, EventFixture.IN_POD);
  }
}
