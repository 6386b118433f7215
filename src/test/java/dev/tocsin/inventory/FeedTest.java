package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.kubernetes.Feed;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Faults that a real API server does not produce on demand. */
@EnableKubernetesMockClient
@SuppressWarnings("NullAway.Init") // the extension sets server and client
class FeedTest {
  private static final WatchEvent GONE =
      new WatchEvent(
          new StatusBuilder().withCode(410).withMessage("too old resource version").build(),
          "ERROR");

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  void listsAgainWhenItsVersionIsGoneAndHearsWhatItHasMissed() {
    expectList("?resourceVersion=0", "1", pod("stays", "u-1"), pod("deleted", "u-2"));
    expectWatch("1", GONE);
    expectList("", "9", pod("stays", "u-1"), pod("new", "u-3"));
    expectWatch("9");
    start(
        () ->
            assertThat(heard)
                .containsSubsequence("+stays u-1", "+deleted u-2", "+new u-3", "-deleted u-2"));
  }

  @Test
  void hearsOfADeletionThatANewPodOfTheSameNameHides() {
    expectList("?resourceVersion=0", "1", pod("db-0", "u-1"));
    expectWatch("1", GONE);
    expectList("", "9", pod("db-0", "u-2"));
    expectWatch("9");
    start(() -> assertThat(heard).containsExactly("+db-0 u-1", "-db-0 u-1", "+db-0 u-2"));
  }

  @Test
  void listsAgainAfterAWatchEventThatCannotBeRead() {
    expectList("?resourceVersion=0", "1", pod("a", "u-1"));
    expectWatch("1", "{\"type\": \"ADDED\", \"object\": [7]}");
    expectList("", "9", pod("a", "u-1"), pod("b", "u-2"));
    expectWatch("9");
    start(() -> assertThat(heard).contains("+b u-2"));
  }

  private void start(Runnable assertion) {
    ReducedStore<Pod> store =
        new ReducedStore<>(
            Pod::new,
            new ReducedStore.Listener<>() {
              @Override
              public void put(Pod pod) {
                heard.add("+" + pod.getMetadata().getName() + " " + pod.getMetadata().getUid());
              }

              @Override
              public void removed(ReducedStore.Reference pod) {
                heard.add("-" + pod.name() + " " + pod.uid());
              }
            });
    try (Feed<Pod> feed = new Feed<>("pods", client.pods().inAnyNamespace(), store)) {
      feed.start().join();
      await().untilAsserted(assertion::run);
    }
  }

  private void expectList(String query, String version, Pod... pods) {
    PodList list =
        new PodListBuilder()
            .withNewMetadata()
            .withResourceVersion(version)
            .endMetadata()
            .withItems(pods)
            .build();
    server.expect().get().withPath("/api/v1/pods" + query).andReturn(200, list).once();
  }

  /** A watch that sends this and then stays open. */
  private void expectWatch(String version, Object... events) {
    var watch =
        server
            .expect()
            .get()
            .withPath(
                "/api/v1/pods?allowWatchBookmarks=true&resourceVersion="
                    + version
                    + "&timeoutSeconds=600&watch=true")
            .andUpgradeToWebSocket()
            .open();
    for (Object event : events) {
      watch.waitFor(0).andEmit(event);
    }
    watch.done().once();
  }

  private static Pod pod(String name, String uid) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .withUid(uid)
        .withResourceVersion(uid.substring(2))
        .endMetadata()
        .build();
  }
}
