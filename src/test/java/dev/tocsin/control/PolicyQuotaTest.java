package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.engine.compile.CompiledPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody fills the sensors with policies at others' cost. */
class PolicyQuotaTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final int IN_NAMESPACE = 3;

  private final PolicyTranslator translator =
      new PolicyTranslator("tocsin-system", key -> new ConfigMaps.NotFound());
  private final List<List<CompiledPolicy>> installations = new ArrayList<>();
  private PolicyCatalog catalog = catalog(1_000_000, 100);

  private PolicyCatalog catalog(long bytes, int inNamespaces) {
    return new PolicyCatalog(
        installations::add, new PolicyQuota(10, IN_NAMESPACE, bytes, inNamespaces, 1_000_000));
  }

  private PolicyOutcome put(String namespace, String name, int minute, String... spec) {
    DetectionPolicy policy = Yaml.policy(namespace, name, spec);
    policy.getMetadata().setCreationTimestamp("2026-11-24T10:%02d:00Z".formatted(minute));
    return catalog.put(
        ObjectKey.of(policy),
        PolicyTranslator.id(policy),
        translator.translate(policy, List.of(), NOW));
  }

  private List<String> installed() {
    return installations.getLast().stream().map(each -> each.policy().id().key()).toList();
  }

  private PolicyOutcome state(String namespace, String name) {
    return catalog.state(new ObjectKey(namespace, name)).orElseThrow();
  }

  @Test
  void theOldestOfANamespaceRunInWhicheverOrderTheyCome() {
    for (int minute = 5; minute > 0; minute--) {
      put("shop", "p" + minute, minute);
    }
    put("shop", "also1", 1);
    put("bank", "p", 30);
    put("tocsin-system", "p", 40);

    assertThat(installed())
        .containsExactlyInAnyOrder("shop/also1", "shop/p1", "shop/p2", "bank/p", "tocsin-system/p");
    assertThat(state("shop", "p5"))
        .isInstanceOfSatisfying(
            PolicyOutcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(PolicyOutcome.Reason.TOO_MANY);
              assertThat(rejected.problems())
                  .containsExactly(
                      new Problem(
                          "metadata",
                          "there are already 3 policies of its namespace, the most allowed; the"
                              + " oldest run"));
            });
  }

  @Test
  void roomThatIsLeftGoesToTheNext() {
    for (int minute = 1; minute <= 5; minute++) {
      put("shop", "p" + minute, minute);
    }
    assertThat(installed()).containsExactly("shop/p1", "shop/p2", "shop/p3");

    catalog.remove(new ObjectKey("shop", "p2"));

    assertThat(installed()).containsExactly("shop/p1", "shop/p3", "shop/p4");
    assertThat(state("shop", "p4")).isInstanceOf(PolicyOutcome.Accepted.class);
  }

  @Test
  void onesThatDoNotCompileTakeNoRoom() {
    for (int minute = 1; minute <= 3; minute++) {
      put("shop", "bad" + minute, minute, "severity: Nonsense", "window: {type: Nonsense}");
    }
    put("shop", "good", 9);

    assertThat(state("shop", "bad1")).isInstanceOf(PolicyOutcome.Rejected.class);
    assertThat(installed()).containsExactly("shop/good");
  }

  @Test
  void patternsCountByTheProgramsThatTheyCompileTo() {
    catalog = catalog(100_000, 100);
    put("shop", "small", 2);
    put(
        "shop",
        "large",
        1,
        "variables: [{name: v, expression: \"process.name.matches('(abcdefghij){70}') ||"
            + " process.name.find('(abcdefghik){70}') == '' ||"
            + " process.name.matches('(abcdefghil){70}') ||"
            + " process.name.matches('(abcdefghim){70}')\"}]");

    assertThat(installed()).containsExactly("shop/small");
    assertThat(((PolicyOutcome.Rejected) state("shop", "large")).problems().getFirst().message())
        .matches(
            "it takes \\d+ bytes compiled, and the policies of its namespace may take 100000"
                + " together; the oldest run");
  }

  @Test
  void noNamespaceUsesUpWhatAllHaveTogether() {
    catalog = catalog(1_000_000, 4);
    for (int minute = 1; minute <= 3; minute++) {
      put("first", "p" + minute, minute);
      put("second", "p" + minute, minute);
    }
    put("late", "p", 59);

    assertThat(installed())
        .containsExactlyInAnyOrder("first/p1", "second/p1", "late/p", "first/p2");
  }

  @Test
  void aReportCanNameAllPoliciesThatRun() {
    PolicyQuota quota = PolicyQuota.DEFAULT;
    assertThat(quota.ofCluster() + quota.inNamespaces()).isLessThan(5_000);
  }
}
