package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.engine.compile.CompiledPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PolicyCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final PolicyTranslator translator =
      new PolicyTranslator("tocsin-system", key -> new ConfigMaps.NotFound());
  private final List<List<CompiledPolicy>> installations = new ArrayList<>();
  private final PolicyCatalog catalog = new PolicyCatalog(installations::add);

  private PolicyOutcome put(DetectionPolicy policy, DetectionException... exceptions) {
    return put(catalog, policy, exceptions);
  }

  private PolicyOutcome put(
      PolicyCatalog into, DetectionPolicy policy, DetectionException... exceptions) {
    return into.put(
        ObjectKey.of(policy),
        PolicyTranslator.id(policy),
        translator.translate(policy, List.of(exceptions), NOW));
  }

  private List<String> installed() {
    return installations.getLast().stream().map(each -> each.policy().id().key()).toList();
  }

  @Test
  void acceptedPoliciesAreInstalledTogether() {
    put(Yaml.policy("tocsin-system", "b"));
    put(Yaml.policy("shop", "a"));
    assertThat(installed()).containsExactly("shop/a", "tocsin-system/b");
  }

  @Test
  void changesThatAreMadeTogetherAreOneInstallation() {
    put(Yaml.policy("shop", "a"));
    catalog.together(
        () -> {
          catalog.remove(new ObjectKey("shop", "a"));
          put(Yaml.policy("shop", "b"));
          put(Yaml.policy("shop", "c"));
        });
    assertThat(installations).hasSize(2);
    assertThat(installed()).containsExactly("shop/b", "shop/c");
    catalog.together(() -> put(Yaml.policy("shop", "b")));
    assertThat(installations).as("nothing has changed").hasSize(2);
    put(Yaml.policy("shop", "d"));
    assertThat(installations).hasSize(3);
  }

  @Test
  void anInstallationThatFailsIsMadeUpForWhenAPolicyOfItIsPutAgain() {
    boolean[] fails = {true};
    PolicyCatalog failing =
        new PolicyCatalog(
            policies -> {
              if (fails[0]) {
                throw new IllegalStateException("played");
              }
              installations.add(policies);
            });
    DetectionPolicy policy = Yaml.policy("shop", "a");
    assertThatThrownBy(() -> put(failing, policy)).hasMessage("played");

    fails[0] = false;
    put(failing, policy);
    put(failing, policy);

    assertThat(installations).hasSize(1);
    assertThat(installed()).containsExactly("shop/a");
  }

  @Test
  void aDisabledPolicyIsCheckedAndNotInstalled() {
    put(Yaml.policy("shop", "a"));
    assertThat(put(Yaml.policy("shop", "b", "mode: Disabled")))
        .isInstanceOf(PolicyOutcome.Accepted.class);
    assertThat(installed()).containsExactly("shop/a");
  }

  @Test
  void aGenerationThatDoesNotCompileTakesItsForerunnerOutAndNobodyElse() {
    put(Yaml.policy("shop", "a"));
    put(Yaml.policy("shop", "b"));
    DetectionPolicy broken =
        Yaml.policyOf("shop", "b", "{title: t, events: [ProcessExec], match: proces.name == 'a'}");
    assertThat(put(broken))
        .isInstanceOfSatisfying(
            PolicyOutcome.Rejected.class,
            rejected ->
                assertThat(rejected.problems())
                    .singleElement()
                    .satisfies(
                        problem -> {
                          assertThat(problem.place()).isEqualTo("spec.match:1:1");
                          assertThat(problem.message()).contains("proces");
                        }));
    assertThat(installed()).containsExactly("shop/a");
  }

  @Test
  void aBrokenExceptionOfSomebodyElseIsAWarning() {
    DetectionException broken = Yaml.exception("shop", "e", "policies: {names: [a]}");
    broken.setSpec(
        new dev.tocsin.api.v1alpha1.DetectionExceptionSpec(
            broken.getSpec().policies(), "pod.nam == ''", null, null, null));
    assertThat(put(Yaml.policy("shop", "a"), broken))
        .isInstanceOfSatisfying(
            PolicyOutcome.Accepted.class,
            accepted ->
                assertThat(accepted.warnings())
                    .singleElement()
                    .satisfies(
                        warning ->
                            assertThat(warning.place())
                                .startsWith("DetectionException/shop/e.match:1:")));
    assertThat(installed()).containsExactly("shop/a");
  }

  @Test
  void nothingIsInstalledWhenNothingChanged() {
    PolicyOutcome first = put(Yaml.policy("shop", "a"));
    assertThat(put(Yaml.policy("shop", "a"))).isSameAs(first);
    catalog.remove(new ObjectKey("shop", "other"));
    assertThat(installations).hasSize(1);
  }

  @Test
  void aRemovedPolicyIsGone() {
    put(Yaml.policy("shop", "a"));
    catalog.remove(new ObjectKey("shop", "a"));
    assertThat(installed()).isEmpty();
    assertThat(catalog.states()).isEmpty();
  }

  @Test
  void changesDuringAnInstallationAreInstalledAfterIt() throws Exception {
    CountDownLatch installing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Integer> sizes = new ArrayList<>();
    PolicyCatalog slow =
        new PolicyCatalog(
            policies -> {
              sizes.add(policies.size());
              installing.countDown();
              awaitUninterrupted(goOn);
            });
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      other.execute(() -> put(slow, Yaml.policy("shop", "a")));
      installing.await();
      for (String name : List.of("b", "c", "d")) {
        put(slow, Yaml.policy("shop", name));
      }
      goOn.countDown();
    }
    assertThat(sizes).containsExactly(1, 4);
  }

  private void put(PolicyCatalog into, DetectionPolicy policy) {
    into.put(
        ObjectKey.of(policy),
        PolicyTranslator.id(policy),
        translator.translate(policy, List.of(), NOW));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInstallationThatFailsDoesNotStopTheNext() {
    List<Integer> sizes = new ArrayList<>();
    PolicyCatalog failing =
        new PolicyCatalog(
            policies -> {
              sizes.add(policies.size());
              if (sizes.size() == 1) {
                throw new IllegalStateException("broken");
              }
            });
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> put(failing, Yaml.policy("shop", "a")))
        .hasMessage("broken");
    put(failing, Yaml.policy("shop", "b"));
    assertThat(sizes).containsExactly(1, 2);
  }
}
