package dev.tocsin.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.EventFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
  private static final Event EXEC = EventFixture.exec("/bin/ls", "");

  @Test
  void aPodWithAChangedLabelIsSeenAnew() {
    PolicyIndex<String> index =
        index(
            PolicyBuilder.policy("web")
                .pods(new LabelSelector(Map.of("app", "web"), List.of()))
                .build()
                .scope());

    assertThat(offered(index, pod("a", "web"))).containsExactly("policy-0");
    assertThat(offered(index, pod("a", "api"))).isEmpty();
    assertThat(offered(index, pod("a", "web"))).containsExactly("policy-0");
  }

  @Test
  void anyNumberOfPlacesInAnyOrderAreSeenAsTheirScopesSay() {
    Random random = new Random(3);
    List<Scope> scopes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      scopes.add(
          random.nextBoolean()
              ? PolicyBuilder.policy("p").inNamespace("n" + random.nextInt(5)).build().scope()
              : PolicyBuilder.policy("p")
                  .pods(new LabelSelector(Map.of("app", "a" + random.nextInt(5)), List.of()))
                  .host(Scope.Host.values()[random.nextInt(3)])
                  .build()
                  .scope());
    }
    List<Attribution> places =
        new ArrayList<>(List.of(EventFixture.ON_HOST, EventFixture.UNKNOWN, EventFixture.IN_POD));
    for (int i = 0; i < 3_000; i++) {
      places.add(pod("n" + random.nextInt(5), "a" + random.nextInt(5)));
    }
    PolicyIndex<String> index = index(scopes.toArray(Scope[]::new));

    for (int i = 0; i < 20_000; i++) {
      Attribution place = places.get(random.nextInt(places.size()));
      List<String> expected = new ArrayList<>();
      for (int policy = 0; policy < scopes.size(); policy++) {
        if (new ScopeFilter(scopes.get(policy)).sees(place)) {
          expected.add("policy-" + policy);
        }
      }
      assertThat(offered(index, place)).isEqualTo(expected);
    }
  }

  @Test
  void whatNoEventOfAPlaceCanMatchIsOfferedOnceThere() {
    Scope ofCluster = PolicyBuilder.policy("p").build().scope();
    PolicyIndex<String> index = index(ofCluster, ofCluster);
    List<String> offered = new ArrayList<>();
    PolicyIndex.Visitor<String> first =
        (policy, firstHere) -> {
          offered.add(policy + (firstHere ? " first" : ""));
          return policy.equals("policy-0");
        };
    Attribution shop = pod("shop", "cart");

    index.offer(EXEC, shop, first);
    index.offer(EXEC, shop, first);
    index.offer(EXEC, pod("bank", "cart"), first);

    assertThat(offered)
        .containsExactly(
            "policy-0 first", "policy-1 first", "policy-1", "policy-0 first", "policy-1 first");
  }

  private static PolicyIndex<String> index(Scope... scopes) {
    List<PolicyIndex.Entry<String>> entries = new ArrayList<>();
    for (Scope scope : scopes) {
      entries.add(
          new PolicyIndex.Entry<>(
              "policy-" + entries.size(), scope, Set.of(EventKind.PROCESS_EXEC), Map.of()));
    }
    return new PolicyIndex<>(entries);
  }

  private static List<String> offered(PolicyIndex<String> index, Attribution place) {
    List<String> offered = new ArrayList<>();
    index.offer(
        EXEC,
        place,
        (policy, firstHere) -> {
          offered.add(policy);
          return false;
        });
    return offered;
  }

  private static Attribution pod(String namespace, String app) {
    return EventFixture.in(EventFixture.pod(namespace, "pod", Map.of("app", app)));
  }
}
