package dev.tocsin.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.FindingStub;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.language.EventFixture;
import dev.tocsin.sink.SecurityAlerts;
import dev.tocsin.source.proto.Process;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.protocol.FindingCodec;
import dev.tocsin.transport.spool.Spool;
import dev.tocsin.transport.spool.SpoolSettings;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A finding makes an entry that can be sent, whatever is watched says. */
class FindingBoundsTest {
  /** More than is kept or seen of any text. */
  private static final int HUGE = 10_000;

  /** Three bytes of UTF-8 each, and no blank. */
  private static final String LONG = "世".repeat(HUGE);

  private static final int ENTRY_LIMIT = 1 << 20;
  private static final int HALF_OF_IT = ENTRY_LIMIT / 2;

  private final List<Finding> findings = new ArrayList<>();
  private final List<Match> matches = new ArrayList<>();
  private final Engine engine =
      Engine.forwarding(
          InstantSource.fixed(EventFixture.TIME),
          Redaction.defaults(),
          findings::add,
          matches::add);

  @Test
  void theLargestFindingIsHalfOfWhatAnEntryMayBe() {
    engine.install(List.of(policyWithTheLargestGroup().compiled()));

    engine.evaluate(largestEvent(), largestPlace());

    Finding finding = findings.getFirst();
    assertThat(FindingCodec.encode(Reported.once(finding)).getSerializedSize())
        .isBetween(64 << 10, HALF_OF_IT);
    Facts facts = finding.facts();
    assertThat(facts.ancestors()).hasSize(16);
    assertThat(facts.where().pod().labels()).hasSize(64);
    assertThat(facts.where().pod().annotations()).isEmpty();
    assertThat(facts.process().arguments()).endsWith("…[cut: 30000 bytes]");
    assertThat(facts.process().name()).endsWith("…[cut: 30000 bytes]");
  }

  @Test
  void soIsTheLargestMatch() {
    engine.install(
        List.of(
            policyWithTheLargestGroup()
                .valueCount("process.arguments", 2, Duration.ofMinutes(1), eightKeys())
                .compiled()));

    engine.evaluate(largestEvent(), largestPlace());

    assertThat(FindingCodec.encode(matches.getFirst()).getSerializedSize())
        .isBetween(64 << 10, HALF_OF_IT);
  }

  /** Etcd takes 1.5 MiB. */
  @Test
  void theAlertOfTheLargestFindingFitsIntoTheStore() {
    engine.install(List.of(policyWithTheLargestGroup().compiled()));
    Aggregator aggregator =
        new Aggregator(
            AlertSettings.defaults("tocsin-system"), InstantSource.fixed(EventFixture.TIME));

    for (int i = 0; i < 10; i++) {
      engine.evaluate(largestEvent(), largestPlace());
      aggregator.accept(findings.removeLast());
    }

    String object =
        new KubernetesSerialization()
            .asJson(SecurityAlerts.toResource(aggregator.alerts().getFirst()));
    assertThat(object.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(64 << 10, 1 << 20);
  }

  @Test
  void theSpoolTakesThemWhole() throws Exception {
    engine.install(List.of(policyWithTheLargestGroup().compiled()));
    engine.evaluate(largestEvent(), largestPlace());
    try (Spool spool =
        Spool.open(SpoolSettings.inMemory(64 << 20), InstantSource.fixed(EventFixture.TIME))) {
      spool.append(Reported.once(findings.getFirst()));

      assertThat(onlyEntry(spool).getFinding())
          .isEqualTo(FindingCodec.encode(Reported.once(findings.getFirst())));
    }
  }

  @Test
  void whatIsTooLargeForASmallSpoolIsKeptAsAStub() throws Exception {
    engine.install(List.of(policyWithTheLargestGroup().compiled()));
    engine.evaluate(largestEvent(), largestPlace());
    Finding finding = findings.getFirst();
    try (Spool spool =
        Spool.open(SpoolSettings.inMemory(64 << 10), InstantSource.fixed(EventFixture.TIME))) {
      spool.append(new Reported(finding, 7, 1, 2));

      var kept = onlyEntry(spool).getFinding();
      assertThat(kept.getSerializedSize()).isLessThan(FindingStub.MOST_BYTES);
      assertThat(kept.getId()).isEqualTo(finding.id());
      assertThat(kept.getPolicy()).isEqualTo(FindingCodec.encode(finding.policy().id()));
      assertThat(kept.getCount()).isEqualTo(7);
      assertThat(kept.getFacts().getTimeNanos()).isEqualTo(finding.facts().timeNanos());
      assertThat(kept.getFacts().getNode()).isEqualTo("node-1");
      assertThat(kept.getFacts().getWhere().getPod().getNamespace()).isEqualTo("shop");
      assertThat(kept.getGroupCount()).isEqualTo(8);
      assertThat(spool.counters().shed()).isEmpty();
    }
  }

  @Test
  void groupsThatDifferBehindTheCutStayDifferent() {
    engine.install(List.of(PolicyBuilder.matching("true").alertBy("process.arguments").compiled()));

    engine.evaluate(EventFixture.exec("/bin/sh", LONG + "a"), EventFixture.IN_POD);
    engine.evaluate(EventFixture.exec("/bin/sh", LONG + "b"), EventFixture.IN_POD);
    engine.evaluate(EventFixture.exec("/bin/sh", LONG + "a"), EventFixture.IN_POD);

    assertThat(findings)
        .extracting(finding -> finding.group().get("process.arguments"))
        .satisfies(
            groups -> {
              assertThat(groups.get(0)).isNotEqualTo(groups.get(1)).isEqualTo(groups.get(2));
              assertThat(groups).allSatisfy(each -> assertThat(each).hasSizeLessThan(1_024));
            });
  }

  @Test
  void aSecretThatTheCutGoesThroughIsMasked() {
    engine.install(List.of(PolicyBuilder.matching("true").compiled()));
    String before = "x ".repeat(2_020) + "--password=";

    for (int length : new int[] {10, 100, 1_000, 10_000}) {
      engine.evaluate(
          EventFixture.exec("/bin/sh", before + "S".repeat(length) + " y"), EventFixture.IN_POD);
    }

    assertThat(findings)
        .extracting(finding -> finding.facts().process().arguments())
        .hasSize(4)
        .allSatisfy(each -> assertThat(each).doesNotContain("S"));
  }

  @Test
  void aMessageIsCutToo() {
    engine.install(
        List.of(
            PolicyBuilder.matching("true")
                .message("{{process.arguments}}".repeat(100))
                .compiled()));

    engine.evaluate(largestEvent(), EventFixture.IN_POD);

    assertThat(findings.getFirst().message()).hasSizeLessThan(4_096).contains("…[cut: ");
  }

  private static Entry onlyEntry(Spool spool) {
    return spool.next(0).orElseThrow().entry();
  }

  private static PolicyBuilder policyWithTheLargestGroup() {
    return PolicyBuilder.matching("true").message("{{process.arguments}}").alertBy(eightKeys());
  }

  private static String[] eightKeys() {
    return IntStream.range(0, 8)
        .mapToObj(i -> "process.arguments + '" + "x".repeat(8_000) + i + "'")
        .toArray(String[]::new);
  }

  private static Event largestEvent() {
    return EventFixture.exec(
        EventFixture.TIME,
        largestProcess(),
        exec -> {
          exec.setParent(largestProcess());
          for (int i = 0; i < 30; i++) {
            exec.addAncestors(largestProcess());
          }
        });
  }

  private static Process.Builder largestProcess() {
    return EventFixture.process("/" + LONG, LONG).setExecId(LONG).setCwd(LONG);
  }

  private static Attribution largestPlace() {
    Map<String, String> labels = many("世".repeat(317));
    Pod.Owner owner = new Pod.Owner(LONG, LONG, LONG, LONG, true);
    return new Attribution(
        Attribution.Source.LIVE,
        Pod.builder()
            .namespace("shop")
            .name(LONG)
            .uid(LONG)
            .serviceAccount(LONG)
            .labels(labels)
            .annotations(many(LONG.substring(0, 1_000)))
            .workload(new Pod.Workload(LONG, LONG))
            .node(LONG)
            .owners(IntStream.range(0, 100).mapToObj(i -> owner).toList())
            .namespaceLabels(labels)
            .build(),
        Container.builder().name(LONG).id(LONG).image(LONG).imageID(LONG).build(),
        new Node(LONG, labels));
  }

  private static Map<String, String> many(String text) {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 3_200; i++) {
      many.put(i + text, text);
    }
    return many;
  }
}
