package dev.tocsin.pipeline;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.event.EventKind;
import dev.tocsin.inventory.AgentDiscovery;
import dev.tocsin.language.EventFixture;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.Received;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.proto.EventType;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that come and go: a discovery that the test plays, and agents of the real protocol. */
class AgentsTest {
  private static final byte[] EXEC = EventFixture.exec("/bin/sh", "-c id").bytes();

  @TempDir private Path folder;

  /** Nobody is asked: there is no discovery but the test. */
  private final KubernetesClient client = new KubernetesClientBuilder().build();

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
  private final EmbeddedTetragon found = EmbeddedTetragon.start(Listening.onTcp());
  private final int port = Integer.parseInt(found.address().replaceFirst(".*:", ""));
  private final Agents agents = agents(List.of());

  private Agents agents(List<TetragonAddress> addresses) {
    return new Agents(
        new AgentSettings(addresses, Optional.empty(), Optional.empty(), Optional.empty()),
        client,
        clock,
        (node, events) -> {});
  }

  @AfterEach
  void close() {
    agents.close();
    found.close();
    client.close();
  }

  @Test
  void anAgentThatIsFoundIsReadUntilItIsGone() throws Exception {
    AgentDiscovery.Listener discovery = agents.discovered(port);
    AgentDiscovery.Agent agent = new AgentDiscovery.Agent("node-1", "localhost");
    assertThat(agents.isNone()).isTrue();

    agents.subscribe(Set.of(EventKind.PROCESS_EXEC));
    discovery.added(agent);
    found.awaitSubscribers(1);
    found.send(EXEC);
    Received event = requireNonNull(agents.queue().poll(Duration.ofSeconds(60)), "no event");
    assertThat(event.source()).isEqualTo("localhost:" + port);
    await().atMost(60, SECONDS).until(() -> agents.problem().isEmpty());
    assertThat(agents.statuses()).containsOnlyKeys("localhost:" + port);
    assertThat(agents.node("localhost:" + port)).isEqualTo("node-1");

    discovery.removed(agent);
    await().atMost(60, SECONDS).until(() -> found.subscribers() == 0);
    assertThat(agents.states()).isEmpty();
    assertThat(agents.isNone()).isTrue();
  }

  @Test
  void anAgentThatIsFoundTwiceIsReadOnce() throws Exception {
    AgentDiscovery.Listener discovery = agents.discovered(port);
    AgentDiscovery.Agent agent = new AgentDiscovery.Agent("node-1", "localhost");
    agents.subscribe(Set.of(EventKind.PROCESS_EXEC));
    discovery.added(agent);
    discovery.added(agent);
    found.awaitSubscribers(1);

    assertThat(agents.counters()).hasSize(1);
    assertThat(found.subscriptions()).isEqualTo(1);
  }

  @Test
  void anAgentThatIsFoundLaterIsAskedForTheSameKinds() throws Exception {
    agents.subscribe(Set.of(EventKind.PROCESS_EXIT));
    agents.discovered(port).added(new AgentDiscovery.Agent("node-1", "localhost"));
    found.awaitSubscribers(1);

    assertThat(found.requested()).last().isEqualTo(Set.of(EventType.PROCESS_EXIT));
  }

  @Test
  void anAgentThatIsNotThereIsAProblemAndTriedAgain() throws Exception {
    Path socket = folder.resolve("tetragon.sock");
    try (Agents given = agents(List.of(new TetragonAddress.UnixSocket(socket)))) {
      given.subscribe(Set.of(EventKind.PROCESS_EXEC));
      given.start();
      assertThat(given.isNone()).isFalse();
      await().atMost(60, SECONDS).until(() -> given.problem().contains(socket.toString()));
      try (EmbeddedTetragon late = EmbeddedTetragon.start(Listening.onUnixSocket(socket))) {
        late.awaitSubscribers(1);
        await().atMost(60, SECONDS).until(() -> given.problem().isEmpty());
      }
    }
  }
}
