package dev.tocsin.engine.index;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.LabelSelector.Operator;
import dev.tocsin.engine.policy.LabelSelector.Requirement;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.language.EventFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScopeFilterTest {
  private static final Attribution OTHER_NAMESPACE =
      EventFixture.in(EventFixture.pod("bank", "db-1", Map.of("app", "db")));
  private static final Attribution FROM_AGENT =
      new Attribution(
          Attribution.Source.AGENT, EventFixture.POD, EventFixture.CONTAINER, EventFixture.NODE);

  static Stream<org.junit.jupiter.params.provider.Arguments> scopes() {
    return Stream.of(
        // scope, pod of shop, the agent's word for it, pod of bank, host, unknown container
        arguments("cluster", policy("p"), true, true, true, false, true),
        arguments("host too", policy("p").host(Scope.Host.INCLUDE), true, true, true, true, true),
        arguments("host only", policy("p").host(Scope.Host.ONLY), false, false, false, true, false),
        arguments("shop", policy("p").inNamespace("shop"), true, true, false, false, false),
        arguments(
            "shop, host too",
            policy("p").inNamespace("shop").host(Scope.Host.INCLUDE),
            true,
            true,
            false,
            false,
            false),
        arguments(
            "shop, host only",
            policy("p").inNamespace("shop").host(Scope.Host.ONLY),
            false,
            false,
            false,
            false,
            false),
        arguments(
            "app=web", policy("p").pods(label("app", "web")), true, true, false, false, false),
        arguments(
            "app=web, host too",
            policy("p").pods(label("app", "web")).host(Scope.Host.INCLUDE),
            true,
            true,
            false,
            true,
            false),
        arguments(
            "team=store",
            policy("p").namespaces(label("team", "store")),
            true,
            true,
            true,
            false,
            false),
        arguments(
            "team=other",
            policy("p").namespaces(label("team", "other")),
            false,
            false,
            false,
            false,
            false),
        arguments(
            "app notin (web)",
            policy("p").pods(requirement("app", Operator.NOT_IN, "web")),
            false,
            false,
            true,
            false,
            false),
        arguments(
            "tier exists",
            policy("p").pods(requirement("tier", Operator.EXISTS)),
            false,
            false,
            false,
            false,
            false),
        arguments(
            "tier does not exist",
            policy("p").pods(requirement("tier", Operator.DOES_NOT_EXIST)),
            true,
            true,
            true,
            false,
            false),
        arguments(
            "zone in (a, b)",
            policy("p").nodes(requirement("zone", Operator.IN, "a", "b")).host(Scope.Host.INCLUDE),
            true,
            true,
            true,
            true,
            true),
        arguments(
            "zone=c",
            policy("p").nodes(label("zone", "c")).host(Scope.Host.INCLUDE),
            false,
            false,
            false,
            false,
            false),
        arguments(
            "container a*",
            policy("p").containers(List.of("a*"), List.of()).host(Scope.Host.INCLUDE),
            true,
            true,
            true,
            true,
            false),
        arguments(
            "not container app",
            policy("p").containers(List.of(), List.of("app")),
            false,
            false,
            false,
            false,
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scopes")
  void aScopeSeesThesePlaces(
      String name,
      PolicyBuilder policy,
      boolean shop,
      boolean agent,
      boolean bank,
      boolean host,
      boolean unknown) {
    ScopeFilter filter = new ScopeFilter(policy.build().scope());

    assertThat(filter.sees(EventFixture.IN_POD)).as("pod of shop").isEqualTo(shop);
    assertThat(filter.sees(FROM_AGENT)).as("the agent's word for it").isEqualTo(agent);
    assertThat(filter.sees(OTHER_NAMESPACE)).as("pod of bank").isEqualTo(bank);
    assertThat(filter.sees(EventFixture.ON_HOST)).as("host process").isEqualTo(host);
    assertThat(filter.sees(EventFixture.UNKNOWN)).as("unknown container").isEqualTo(unknown);
  }

  @ParameterizedTest
  @CsvSource({
    "app, app, true",
    "app, app-1, false",
    "app-*, app-1, true",
    "app-*, app-, true",
    "app-*, app, false",
    "*, '', true",
    "*-proxy, istio-proxy, true",
    "*-proxy, proxy, false",
    "a*b*c, abc, true",
    "a*b*c, aXbYc, true",
    "a*b*c, ac, false",
    "ab*ba, aba, false",
    "a.c, abc, false"
  })
  void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
  }

  private static LabelSelector label(String key, String value) {
    return new LabelSelector(Map.of(key, value), List.of());
  }

  private static LabelSelector requirement(String key, Operator operator, String... values) {
    return new LabelSelector(Map.of(), List.of(new Requirement(key, operator, List.of(values))));
  }
}
