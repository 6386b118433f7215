package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.matching;
import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From an event to a finding. */
class EngineTest {
  private final TestEngine engine = new TestEngine();

  @Test
  void aMatchIsAFindingThatTellsWhatHappened() {
    engine.install(
        matching("process.name == 'bash'").message("{{process.command_line}} in {{pod.name}}"));

    engine.evaluate(EventFixture.rich(), EventFixture.IN_POD);

    assertThat(engine.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message()).isEqualTo("bash -c 'id' in web-1");
              assertThat(finding.group())
                  .containsExactly(
                      Map.entry("pod.namespace", "shop"),
                      Map.entry("pod.workload.kind", "Deployment"),
                      Map.entry("pod.workload.name", "web"),
                      Map.entry("container.name", "app"));
              assertThat(finding.facts().kind()).isEqualTo(EventKind.PROCESS_EXEC);
              assertThat(finding.facts().timeNanos())
                  .isEqualTo(EventFixture.nanos(EventFixture.TIME));
              assertThat(finding.facts().where())
                  .usingRecursiveComparison()
                  .ignoringFields("pod.annotations")
                  .isEqualTo(EventFixture.IN_POD);
              assertThat(finding.facts().process().binary()).isEqualTo("/usr/bin/bash");
              assertThat(finding.facts().ancestors())
                  .extracting(Facts.ProcessSnapshot::name)
                  .containsExactly("sshd", "systemd", "init");
            });
  }

  @Test
  void whatHappenedIsWrittenOnceForAllPoliciesThatFire() {
    engine.install(policy("one"), policy("two"));

    engine.evaluate(EventFixture.exec("/bin/ls", "-a"), EventFixture.IN_POD);
    engine.evaluate(EventFixture.exec("/bin/ls", "-b"), EventFixture.IN_POD);

    assertThat(engine.findings()).hasSize(4);
    assertThat(engine.findings().get(1).facts()).isSameAs(engine.findings().get(0).facts());
    assertThat(engine.findings())
        .extracting(each -> each.facts().process().arguments())
        .containsExactly("-a", "-a", "-b", "-b");
  }

  /** {@code -pX} is a secret of mysql's, and of nobody's who only has the same arguments. */
  @Test
  void theGroupIsShownAsTheEventAtHandHasIt() {
    engine.install(
        policy("one").alertBy("process.arguments"), policy("two").alertBy("process.arguments"));

    for (String binary : List.of("/usr/bin/tar", "/usr/bin/mysql", "/usr/bin/tar")) {
      engine.evaluate(EventFixture.exec(binary, "-uroot -phidden"), EventFixture.IN_POD);
    }

    assertThat(engine.findings())
        .extracting(each -> each.group().get("process.arguments"))
        .containsExactly(
            "-uroot -phidden",
            "-uroot -phidden",
            "-uroot -p*****",
            "-uroot -p*****",
            "-uroot -phidden",
            "-uroot -phidden");
    assertThat(engine.findings().get(3).group().get("process.arguments"))
        .isSameAs(engine.findings().get(2).group().get("process.arguments"));
  }

  /** Nothing in it is the event's. */
  @Test
  void aMessageWithoutHolesIsShownAsThePolicyHasIt() {
    engine.install(policy("quiet").message("Password: read by a shell"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(engine.findings())
        .extracting(Finding::message)
        .containsExactly("Password: read by a shell");
  }

  @Test
  void theTitleIsTheMessageOfAPolicyWithoutOne() {
    engine.install(policy("quiet"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(engine.findings()).extracting(Finding::message).containsExactly("Title of quiet");
  }

  @Test
  void theNewestMatchOverAnEventOfAHookIsKeptApartFromOthers() {
    engine.install(
        policy("p").events(EventKind.PROCESS_EXEC, EventKind.PROCESS_KPROBE).alertBy("pod.uid"));

    engine.run("/bin/ls", 0);
    assertThat(engine.stats().traced()).isEqualTo(TracedMatch.NONE);

    engine.evaluate(
        EventFixture.kprobe("tcp_connect", EventFixture.sock("10.0.0.1", 80)), EventFixture.IN_POD);
    assertThat(engine.stats().traced().hook()).isEqualTo("tcp_connect");
    assertThat(engine.stats().traced().nanos()).isPositive();
    assertThat(engine.stats().matches()).isEqualTo(2);
  }

  @Test
  void aHoleWhoseValueIsAbsentStaysEmpty() {
    engine.install(matching("true").message("tier {{pod.labels.tier}}, {{1 / process.auid}}."));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(engine.findings()).extracting(Finding::message).containsExactly("tier , ?.");
  }

  @Test
  void whatRunsOutsideAnyPodIsGroupedByItsNode() {
    engine.install(matching("true").host(Scope.Host.INCLUDE));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.ON_HOST);

    assertThat(engine.findings())
        .extracting(Finding::group)
        .containsExactly(Map.of("node.name", "node-1"));
  }

  @Test
  void aGroupHasTheExpressionsOfThePolicyInTheirOrderAndAbsentIsEmpty() {
    engine.install(matching("true").alertBy("pod.uid", "process.name", "pod.labels.tier"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(engine.findings().getFirst().group())
        .containsExactly(
            Map.entry("pod.uid", "uid-web-1"),
            Map.entry("process.name", "ls"),
            Map.entry("pod.labels.tier", ""));
  }

  @Test
  void theSameEventGivesTheSameIdAndAnotherEventOrGenerationAnother() {
    engine.install(policy("p"));
    engine.run("/bin/ls", 0);
    engine.run("/bin/ls", 0);
    engine.run("/bin/ls", 1);
    engine.run("/bin/cat", 0);
    engine.install(policy("p").generation(2));
    engine.run("/bin/ls", 0);

    List<String> ids = engine.findings().stream().map(Finding::id).toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).matches("[0-9a-f]{32}");
    assertThat(ids.subList(1, 5)).doesNotHaveDuplicates();
  }

  @Test
  void anEventIsOfferedToPoliciesOfItsKindsDerivedOnesIncludedOnce() {
    engine.install(
        policy("exec"),
        policy("kprobe").events(EventKind.PROCESS_KPROBE),
        policy("connect").events(EventKind.PROCESS_CONNECT),
        policy("file").events(EventKind.FILE_ACCESS),
        policy("both").events(EventKind.PROCESS_KPROBE, EventKind.PROCESS_CONNECT));

    engine.evaluate(
        EventFixture.kprobe("tcp_connect", EventFixture.sock("10.0.0.1", 80)), EventFixture.IN_POD);
    assertThat(engine.names()).containsExactly("kprobe", "connect", "both");

    engine.findings().clear();
    engine.evaluate(
        EventFixture.kprobe("security_file_permission", EventFixture.file("/etc/shadow")),
        EventFixture.IN_POD);
    assertThat(engine.names()).containsExactly("kprobe", "file", "both");

    engine.findings().clear();
    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);
    assertThat(engine.names()).containsExactly("exec");
  }

  @Test
  void theKindsToSubscribeToAreThoseOfThePoliciesAndOfTheirSteps() {
    engine.install(
        policy("connect").events(EventKind.PROCESS_CONNECT),
        policy("off").events(EventKind.PROCESS_LOADER).mode(Policy.Mode.DISABLED),
        policy("steps")
            .events(EventKind.PROCESS_EXEC)
            .temporal(false, Duration.ofSeconds(1), List.of(), Map.of("a", "true", "b", "true")));

    assertThat(engine.eventKinds())
        .containsExactlyInAnyOrder(EventKind.PROCESS_CONNECT, EventKind.PROCESS_EXEC);
  }

  @Test
  void processesThatTheAgentAnnouncesAgainAtItsStartAreNoExecutions() {
    engine.install(policy("any"));

    engine.evaluate(
        EventFixture.exec(
            EventFixture.TIME, EventFixture.process("/bin/sh", "").setFlags("procFS auid")),
        EventFixture.IN_POD);

    assertThat(engine.findings()).isEmpty();
  }

  @Test
  void anEventThatCarriesNoTimeHappensWithTheNewestBeforeIt() {
    engine.install(policy("load").events(EventKind.PROCESS_LOADER));

    engine.run("/bin/ls", 5);
    engine.evaluate(EventFixture.load("/lib/a.so"), EventFixture.IN_POD);
    engine.evaluate(EventFixture.load("/lib/b.so"), EventFixture.IN_POD);

    assertThat(engine.findings())
        .extracting(finding -> finding.facts().timeNanos())
        .containsOnly(EventFixture.nanos(EventFixture.TIME.plusSeconds(5)));
    assertThat(engine.findings()).extracting(Finding::id).doesNotHaveDuplicates();
  }

  @Test
  void noEventIsLostOrCountedTwiceWhilePoliciesAreReplaced() {
    PolicyBuilder stays = policy("stays").mode(Policy.Mode.SHADOW);
    engine.install(stays);
    Thread installer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    engine.install(stays, policy("next").generation(i).mode(Policy.Mode.SHADOW));
                  }
                });

    int events = 0;
    while (installer.isAlive()) {
      engine.run("/bin/ls", events++);
    }

    assertThat(engine.stats().matches()).isEqualTo(events);
  }

  @Test
  void anExceptionSilencesCountsAndEndsAtItsTime() {
    engine.install(
        matching("true").except("process.name == 'ls'", EventFixture.TIME.plusSeconds(60)));

    engine.run("/bin/ls", 0);
    assertThat(engine.findings()).isEmpty();
    assertThat(engine.stats().exceptionMatches()).isEqualTo(Map.of("spec.exceptions[0]", 1L));
    assertThat(engine.stats().matches()).isZero();

    engine.now(EventFixture.TIME.plusSeconds(60));
    engine.run("/bin/ls", 1);
    assertThat(engine.findings()).hasSize(1);
    assertThat(engine.stats().exceptionMatches()).isEqualTo(Map.of("spec.exceptions[0]", 1L));
  }

  @Test
  void anExceptionOfANamespaceSilencesEventsOfThatNamespaceOnly() {
    engine.install(matching("true").exceptFrom("DetectionException/shop/quiet", "true", "shop"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);
    assertThat(engine.findings()).isEmpty();

    engine.evaluate(
        EventFixture.exec("/bin/ls", ""),
        EventFixture.in(EventFixture.pod("bank", "db-1", Map.of())));
    assertThat(engine.findings()).hasSize(1);
  }

  @Test
  void anExceptionThatHasNoValueForAnEventDoesNotHold() {
    engine.install(matching("true").except("pod.labels['tier'] == 'debug'"));

    engine.run("/bin/ls", 0);

    assertThat(engine.findings()).hasSize(1);
    assertThat(engine.stats().errors()).isEqualTo(1);
  }

  @Test
  void aShadowPolicyKeepsSomeOfWhatItWouldHaveReported() {
    engine.install(
        matching("true").mode(Policy.Mode.SHADOW).message("{{process.binary}} in {{pod.name}}"));

    for (int second = 0; second < 20; second++) {
      engine.run(second < 18 ? "/bin/ls" : "/bin/tool-" + second, second);
      engine.run("/bin/too-soon", second);
    }

    assertThat(engine.findings()).isEmpty();
    assertThat(engine.stats().findings()).isEqualTo(40);
    assertThat(engine.stats().samples())
        .extracting(ShadowSample::message)
        .containsExactly("/bin/tool-19 in web-1", "/bin/tool-18 in web-1", "/bin/ls in web-1");
    assertThat(engine.stats().samples().getFirst().pod()).endsWith("/web-1");
  }

  @Test
  void aShadowPolicyCountsAndReportsNothing() {
    engine.install(matching("true").mode(Policy.Mode.SHADOW));

    engine.run("/bin/ls", 0);

    assertThat(engine.findings()).isEmpty();
    assertThat(engine.stats().matches()).isEqualTo(1);
    assertThat(engine.stats().findings()).isEqualTo(1);
  }

  @Test
  void aDisabledPolicyIsNotThere() {
    engine.install(matching("true").mode(Policy.Mode.DISABLED));

    engine.run("/bin/ls", 0);

    assertThat(engine.findings()).isEmpty();
    assertThat(engine.allStats()).isEmpty();
  }

  @Test
  void secretsLeaveNeitherInFactsNorMessageNorGroup() {
    engine.install(matching("true").message("{{process.arguments}}").alertBy("process.arguments"));

    engine.evaluate(
        EventFixture.exec(
            EventFixture.TIME,
            EventFixture.process("/usr/bin/mysql", "--password=hunter2 db"),
            exec -> exec.setParent(EventFixture.process("/bin/sh", "TOKEN=hunter2 run"))),
        EventFixture.IN_POD);

    assertThat(engine.findings().getFirst().toString()).doesNotContain("hunter2").contains("*****");
    assertThat(engine.findings().getFirst().facts().process().arguments())
        .isEqualTo("--password=***** db");
  }
}
