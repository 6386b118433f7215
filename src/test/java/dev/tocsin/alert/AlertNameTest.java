package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertNameTest {
  private static final String DNS_1123_SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  private final AlertDigest digest = new AlertDigest();

  @Test
  void isTheSameForTheSamePolicyAndGroupInEveryProcess() {
    String name = name("escape", Map.of("pod.uid", "1234")).toString();

    assertThat(name).isEqualTo("escape-3w5e77t3cgzqujquufi3");
    assertThat(new AlertDigest().of("tocsin-system", "escape", Map.of("pod.uid", "1234")))
        .isEqualTo(name.substring("escape-".length()));
  }

  @Test
  void doesNotDependOnTheOrderOfTheGroup() {
    Map<String, String> oneWay = new java.util.LinkedHashMap<>();
    oneWay.put("pod.uid", "1");
    oneWay.put("process.name", "sh");
    Map<String, String> otherWay = new java.util.LinkedHashMap<>();
    otherWay.put("process.name", "sh");
    otherWay.put("pod.uid", "1");

    assertThat(name("escape", oneWay)).isEqualTo(name("escape", otherWay));
  }

  @Test
  void differsForAnotherGroupPolicyOrNamespace() {
    assertThat(digest.of("ns", "policy", Map.of("k", "v")))
        .isNotEqualTo(digest.of("ns", "policy", Map.of("k", "w")))
        .isNotEqualTo(digest.of("ns", "policy2", Map.of("k", "v")))
        .isNotEqualTo(digest.of("ns2", "policy", Map.of("k", "v")))
        .isNotEqualTo(digest.of("nspolicy", "", Map.of("k", "v")))
        .isNotEqualTo(digest.of("ns", "policy", Map.of("kv", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "escape-burst",
        "policy.with.dots",
        "a-.b",
        "ends-with-dash-where-it-is-cut-a-",
        "-",
        "",
        "Ünïcode und BLANKS",
        "a-very-long-policy-name.that-goes-on-and-on-and-on-until-it-is-longer-than-any-label-may-be",
        "x2345678901234567890123456789012."
      })
  void isAValidObjectNameAndLabelValueForAnyPolicy(String policy) {
    AlertName name = new AlertName(name(policy, Map.of()).base(), 999_999_999);

    assertThat(name.toString()).matches(DNS_1123_SUBDOMAIN).hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void ofTwoLongPolicyNamesWithOneBeginningDiffers() {
    String beginning = "x".repeat(100);

    assertThat(name(beginning + "a", Map.of())).isNotEqualTo(name(beginning + "b", Map.of()));
  }

  @Test
  void isReadBackWithItsEpisode() {
    AlertName first = name("escape-2", Map.of("pod.uid", "1"));

    assertThat(AlertName.parse(first.toString())).isEqualTo(first);
    assertThat(AlertName.parse(first.next().toString())).isEqualTo(first.next());
    assertThat(first.next().episode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mine", "escape-2", "escape-3W5E77T3CGZQUJQUUFI3", "escape-0123"})
  void ofAnObjectThatSomebodyElseMadeIsNone(String name) {
    assertThat(AlertName.parse(name)).isNull();
  }

  private AlertName name(String policy, Map<String, String> group) {
    return AlertName.first(AlertName.prefix(policy), digest.of("tocsin-system", policy, group));
  }
}
