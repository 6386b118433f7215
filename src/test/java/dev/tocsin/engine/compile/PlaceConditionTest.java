package dev.tocsin.engine.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.EventFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For which matches a place is enough to know that they are false there. */
class PlaceConditionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "!pod.hostPID && process.name == 'a'",
        "process.pid > 0 && (pod.namespace == 'other' || container.name == '')",
        "process.name == 'a' && !(pod.identity in lists.known)",
        "process.name == 'a' && variables.unknown",
        "variables.both",
        "node.labels['zone'] == 'b' && process.name == 'a'",
        "pod.ownerReferences.exists(owner, owner.kind == 'Node') && process.name == 'a'",
        "pod.labels['none'] == 'x' && !pod.hostPID && process.name == 'a'",
      })
  void isRuledOut(String match) {
    assertThat(rulesOut(match)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod.hostPID && process.name == 'a'",
        "!pod.hostPID || process.name == 'a'",
        "!(pod.hostPID && process.name == 'a')",
        "pod.labels['none'] == 'x' && process.name == 'a'",
        "process.commands.exists(pod, pod.name == 'a')",
        "process.pod.name == 'other'",
        "event.node == 'other' && pod.hostPID",
        "arg('x') == pod.name",
        "size(args) > 0 && pod.hostPID",
        "pod.hostPID ? process.name == 'a' : false",
        "variables.binary == pod.name",
      })
  void isNot(String match) {
    assertThat(rulesOut(match)).isFalse();
  }

  private static boolean rulesOut(String match) {
    EventContext context = new EventContext();
    context.enter(EventFixture.exec("/bin/b", ""), EventFixture.IN_POD);
    return PolicyBuilder.matching(match)
        .list("known", "shop/default")
        .variable("unknown", "!(pod.identity in lists.known)")
        .variable("both", "pod.namespace == 'other' && process.name == 'a'")
        .variable("binary", "process.binary")
        .compiled()
        .place()
        .rulesOut(context);
  }
}
