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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
  private static final Attribution HOST = EventFixture.ON_HOST;
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

  /** Policies come and go one by one and in numbers; who is offered what stays the same. */
  @Test
  void aChangedIndexOffersWhatARebuiltOneDoes() {
    Random random = new Random(7);
    List<Attribution> places =
        List.of(pod("shop", "a0"), pod("shop", "a1"), pod("bank", "a0"), EventFixture.ON_HOST);
    Map<String, PolicyIndex.Entry<String>> policies = new TreeMap<>();
    PolicyIndex<String> changed = new PolicyIndex<>(List.of());
    int offers = 0;
    for (int change = 0; change < 400; change++) {
      Map<String, PolicyIndex.Entry<String>> come = new TreeMap<>();
      for (int i = random.nextInt(change % 50 == 0 ? 120 : 3); i > 0; i--) {
        PolicyIndex.Entry<String> entry = randomEntry("p" + change + "-" + i, random);
        come.put(entry.policy(), entry);
      }
      int most = random.nextInt(150);
      Set<String> gone = new HashSet<>();
      for (String policy : policies.keySet()) {
        if (policies.size() - gone.size() > most) {
          gone.add(policy);
        }
      }
      policies.keySet().removeAll(gone);
      policies.putAll(come);
      changed = changed.with(gone::contains, List.copyOf(come.values()));
      PolicyIndex<String> rebuilt = new PolicyIndex<>(List.copyOf(policies.values()));

      for (int i = 0; i < 20; i++) {
        Event event = EventFixture.exec("/bin/" + name(random), name(random) + name(random));
        Attribution place = places.get(random.nextInt(places.size()));
        List<String> offered = offered(changed, event, place);
        assertThat(offered).containsExactlyInAnyOrderElementsOf(offered(rebuilt, event, place));
        offers += offered.size();
      }
      assertThat(changed.kinds()).isEqualTo(rebuilt.kinds());
    }
    assertThat(offers).isPositive();
  }

  @Test
  void anEventThatMeetsOneClauseOfTwoIsNotOffered() {
    IndexCondition both =
        IndexCondition.of(IndexedField.COMMAND_NAME, List.of("curl", "wget"))
            .and(
                IndexCondition.searching(
                    IndexedField.COMMAND_ARGUMENTS, List.of("http://evil"), false));
    PolicyIndex<String> index = index(both);

    assertThat(offered(index, EventFixture.exec("/bin/sh", "-c \"curl http://evil/x\""), HOST))
        .containsExactly("policy");
    assertThat(offered(index, EventFixture.exec("/bin/sh", "-c \"curl http://good/x\""), HOST))
        .isEmpty();
    assertThat(offered(index, EventFixture.exec("/bin/echo", "http://evil/x"), HOST)).isEmpty();
  }

  /** Else whoever makes his command line long enough hides in it. */
  @Test
  void argumentsThatAreTooLongToBeLookedThroughMayHaveAnything() {
    IndexCondition condition =
        IndexCondition.searching(IndexedField.COMMAND_ARGUMENTS, List.of("evil"), false);
    String filling = "x".repeat(20_000);

    assertThat(offered(index(condition), EventFixture.exec("/bin/ls", filling), HOST))
        .containsExactly("policy");
    assertThat(condition.isMetBy(EventFixture.exec("/bin/ls", filling))).isTrue();
    assertThat(offered(index(condition), EventFixture.exec("/bin/ls", "x"), HOST)).isEmpty();
  }

  private static PolicyIndex<String> index(IndexCondition condition) {
    return new PolicyIndex<>(
        List.of(
            new PolicyIndex.Entry<>(
                "policy",
                PolicyBuilder.policy("p").host(Scope.Host.INCLUDE).build().scope(),
                Set.of(EventKind.PROCESS_EXEC),
                Map.of(EventKind.PROCESS_EXEC, condition))));
  }

  private static PolicyIndex.Entry<String> randomEntry(String policy, Random random) {
    IndexCondition name =
        IndexCondition.of(IndexedField.PROCESS_NAME, List.of(name(random), name(random)));
    IndexCondition condition =
        switch (random.nextInt(8)) {
          case 0 -> IndexCondition.ALWAYS;
          case 1 -> name;
          case 2 -> IndexCondition.ofSmallLetters(IndexedField.PROCESS_NAME, List.of(name(random)));
          case 3 -> searching(random, false);
          case 4 -> searching(random, true).or(name);
          case 5 -> searching(random, true).and(name);
          case 6 -> searching(random, false).and(name).or(searching(random, true));
          default -> searching(random, random.nextBoolean()).or(searching(random, true));
        };
    return new PolicyIndex.Entry<>(
        policy,
        random.nextBoolean()
            ? PolicyBuilder.policy("p").host(Scope.Host.INCLUDE).build().scope()
            : PolicyBuilder.policy("p").inNamespace("shop").build().scope(),
        random.nextInt(5) == 0
            ? Set.of(EventKind.PROCESS_EXIT)
            : Set.of(EventKind.PROCESS_EXEC, EventKind.PROCESS_CONNECT),
        Map.of(EventKind.PROCESS_EXEC, condition));
  }

  private static IndexCondition searching(Random random, boolean ignoreCase) {
    return IndexCondition.searching(
        IndexedField.PROCESS_ARGUMENTS, List.of(name(random)), ignoreCase);
  }

  private static String name(Random random) {
    String name = List.of("curl", "ls", "sh", "Bash", "nc", "xmrig").get(random.nextInt(6));
    return random.nextInt(3) == 0 ? name + random.nextInt(4) : name;
  }

  @Test
  void whatIsKnownOfAPlaceStaysForPoliciesThatDoNotChange() {
    Scope ofCluster = PolicyBuilder.policy("p").build().scope();
    PolicyIndex<String> index = index(ofCluster, ofCluster, ofCluster);
    Attribution shop = pod("shop", "cart");
    List<String> offered = new ArrayList<>();
    PolicyIndex.Visitor<String> visitor =
        (policy, firstHere) -> {
          offered.add(policy + (firstHere ? " first" : ""));
          return policy.equals("policy-0");
        };
    index.offer(EXEC, shop, visitor);
    offered.clear();

    index
        .with(
            "policy-1"::equals,
            List.of(
                new PolicyIndex.Entry<>(
                    "another", ofCluster, Set.of(EventKind.PROCESS_EXEC), Map.of())))
        .offer(EXEC, shop, visitor);

    assertThat(offered).containsExactly("another first", "policy-2");
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
    return offered(index, EXEC, place);
  }

  private static List<String> offered(PolicyIndex<String> index, Event event, Attribution place) {
    List<String> offered = new ArrayList<>();
    index.offer(
        event,
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
