package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.MovedClock;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final String WEB = KubernetesObjects.containerId(1);
  private static final String DB = KubernetesObjects.containerId(2);
  private static final String OTHER = KubernetesObjects.containerId(3);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Inventory inventory =
      new Inventory(new MovedClock(Instant.parse("2026-11-24T01:00:00Z")));
  private final List<String> left = new ArrayList<>();
  private WaitingRoom room = roomFor(100, 1 << 20);

  @Test
  void anEventOfAKnownContainerOrOfTheHostDoesNotWait() {
    putRunning("web", WEB);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    room.offer(Events.ofHost(), 0);
    assertThat(left).containsExactly("/bin/a LIVE", "/usr/sbin/sshd HOST");
    assertThat(room.waited()).isZero();
  }

  @Test
  void anEventOfAnUnknownContainerHoldsUpNoOther() {
    putRunning("web", WEB);
    room.offer(Events.ofContainer(DB, "/bin/waits"), 0);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 1);
    room.offer(Events.ofHost(), 2);
    assertThat(left).containsExactly("/bin/a LIVE", "/usr/sbin/sshd HOST");
    assertThat(room.waitingEvents()).isEqualTo(1);
  }

  @Test
  void eventsLeaveInOrderWhenTheirPodAppears() {
    room.offer(Events.ofContainer(DB, "/bin/1"), 0);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 1);
    room.offer(Events.ofContainer(DB, "/bin/2"), 2);
    room.drain(3);
    assertThat(left).isEmpty();

    putRunning("db", DB);
    room.drain(4);

    assertThat(left).containsExactly("/bin/1 LIVE", "/bin/2 LIVE");
    assertThat(room.waited()).isEqualTo(3);
    assertThat(room.resolved()).isEqualTo(2);
    assertThat(room.waitingEvents()).isEqualTo(1);
  }

  @Test
  void aLaterEventDoesNotOvertakeThoseThatWait() {
    room.offer(Events.ofContainer(DB, "/bin/1"), 0);
    putRunning("db", DB);
    room.offer(Events.ofContainer(DB, "/bin/2"), 1);
    assertThat(left).containsExactly("/bin/1 LIVE", "/bin/2 LIVE");
    assertThat(room.waitingEvents()).isZero();
  }

  @Test
  void whoWaitsTooLongIsEvaluatedWithoutAPod() {
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    room.drain(PATIENCE.toNanos() - 1);
    assertThat(left).isEmpty();
    room.drain(PATIENCE.toNanos());
    assertThat(left).containsExactly("/bin/a UNKNOWN");
    assertThat(room.unattributed()).isEqualTo(1);
    assertThat(room.resolved()).isZero();
  }

  @Test
  void whoWaitsTooLongIsEvaluatedWithWhatTheAgentKnows() {
    room.offer(Events.ofPod("shop", "web", "u-1", WEB), 0);
    room.drain(PATIENCE.toNanos());
    assertThat(left).containsExactly("/bin/sh AGENT");
    assertThat(room.agentAttributed()).isEqualTo(1);
    assertThat(room.unattributed()).isZero();
  }

  @Test
  void theFirstEventOfAContainerSetsTheDeadlineOfAll() {
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    room.offer(Events.ofContainer(DB, "/bin/1"), 1);
    room.offer(Events.ofContainer(WEB, "/bin/b"), PATIENCE.toNanos() - 1);
    room.drain(PATIENCE.toNanos());
    assertThat(left).containsExactly("/bin/a UNKNOWN", "/bin/b UNKNOWN");
  }

  @Test
  void aContainerIsWaitedForOnce() {
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    room.drain(PATIENCE.toNanos());
    room.offer(Events.ofContainer(WEB, "/bin/b"), PATIENCE.toNanos() + 1);
    assertThat(left).containsExactly("/bin/a UNKNOWN", "/bin/b UNKNOWN");

    putRunning("web", WEB);
    room.offer(Events.ofContainer(WEB, "/bin/c"), PATIENCE.toNanos() + 2);
    assertThat(left).endsWith("/bin/c LIVE");
  }

  @Test
  void whenTheNumberIsReachedTheLongestWaitingContainerLeaves() {
    room = roomFor(2, 1 << 20);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    room.offer(Events.ofContainer(DB, "/bin/1"), 1);
    room.offer(Events.ofContainer(OTHER, "/bin/x"), 2);
    assertThat(left).containsExactly("/bin/a UNKNOWN");
    assertThat(room.overflowed()).isEqualTo(1);
    assertThat(room.waitingEvents()).isEqualTo(2);
  }

  @Test
  void aContainerThatFloodsMakesNoOtherLeave() {
    room = roomFor(10, 1 << 20);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    for (int i = 0; i < 100; i++) {
      room.offer(Events.ofContainer(OTHER, "/bin/x"), 1);
    }
    assertThat(left).hasSize(100).doesNotContain("/bin/a UNKNOWN");

    putRunning("web", WEB);
    room.drain(2);
    assertThat(left).endsWith("/bin/a LIVE");
  }

  @Test
  void whenAContainerFillsTheRoomAloneItsEventsLeaveInOrder() {
    room = roomFor(2, 1 << 20);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    room.offer(Events.ofContainer(WEB, "/bin/b"), 1);
    room.offer(Events.ofContainer(WEB, "/bin/c"), 2);
    assertThat(left).containsExactly("/bin/a UNKNOWN", "/bin/b UNKNOWN", "/bin/c UNKNOWN");
    assertThat(room.overflowed()).isEqualTo(2);
    assertThat(room.waitingEvents()).isZero();
    assertThat(room.waitingBytes()).isZero();
  }

  @Test
  void theBytesAreBoundedToo() {
    Event event = Events.ofContainer(WEB, "/bin/a");
    room = roomFor(100, 2L * event.bytes().length);
    room.offer(event, 0);
    room.offer(Events.ofContainer(DB, "/bin/1"), 1);
    assertThat(room.waitingBytes()).isEqualTo(2L * event.bytes().length);
    room.offer(Events.ofContainer(OTHER, "/bin/x"), 2);
    assertThat(left).containsExactly("/bin/a UNKNOWN");
    assertThat(room.waitingBytes()).isEqualTo(2L * event.bytes().length);
  }

  @Test
  void anEventLargerThanTheRoomDoesNotWait() {
    room = roomFor(100, 10);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 0);
    assertThat(left).containsExactly("/bin/a UNKNOWN");
    assertThat(room.overflowed()).isEqualTo(1);
  }

  @Test
  void theEndOfTheStreamLetsAllGo() {
    room.offer(Events.ofContainer(DB, "/bin/1"), 0);
    room.offer(Events.ofPod("shop", "web", "u-1", WEB), 1);
    room.flush();
    assertThat(left).containsExactly("/bin/1 UNKNOWN", "/bin/sh AGENT");
    assertThat(room.waitingEvents()).isZero();
  }

  @Test
  void theViewMayBeTurnedToAnotherMessageWhileItsEventWaits() {
    Event view = Event.of(Events.ofContainer(DB, "/bin/1").bytes());
    room.offer(view, 0);
    room.offer(view.wrap(Events.ofHost().bytes()), 1);
    room.flush();
    assertThat(left).containsExactly("/usr/sbin/sshd HOST", "/bin/1 UNKNOWN");
  }

  @Test
  void anEventThatTheAgentSentBeforeItLookedThePodUpLeavesWithTheNextThatNamesThePod() {
    inventory.put(
        PodReader.read(KubernetesObjects.pod("metadata: {namespace: shop, name: web, uid: u-1}")));
    room.offer(Events.ofContainer(WEB, "/bin/kprobe-in-execve"), 0);
    assertThat(left).isEmpty();
    room.offer(Events.ofPod("shop", "web", "u-1", WEB), 1);
    room.offer(Events.ofContainer(WEB, "/bin/later"), 2);
    assertThat(left)
        .containsExactly("/bin/kprobe-in-execve LIVE", "/bin/sh LIVE", "/bin/later LIVE");
  }

  @Test
  void anEventThatTurnsOutToBeBrokenTakesNoOtherWithIt() {
    List<String> received = new ArrayList<>();
    room =
        new WaitingRoom(
            inventory,
            WaitingRoom.Limits.DEFAULT,
            (event, where) -> {
              if (event.process().binary().equals("/bin/broken")) {
                throw new MalformedEventException("found by a policy that reads all of it");
              }
              received.add(event.process().binary());
            });
    room.offer(Events.ofContainer(WEB, "/bin/broken"), 0);
    room.offer(Events.ofContainer(WEB, "/bin/a"), 1);
    room.flush();
    assertThat(received).containsExactly("/bin/a");
    assertThat(room.malformed()).isEqualTo(1);
    assertThat(room.waitingBytes()).isZero();
  }

  @Test
  void aBrokenEventIsNotKept() {
    assertThatThrownBy(() -> room.offer(Event.of(new byte[] {0x0a, 0x7f, 0x01}), 0))
        .isInstanceOf(MalformedEventException.class);
    room.flush();
    assertThat(left).isEmpty();
  }

  private WaitingRoom roomFor(int events, long bytes) {
    return new WaitingRoom(
        inventory,
        new WaitingRoom.Limits(PATIENCE, events, bytes),
        (event, where) -> left.add(event.process().binary() + " " + where.source()));
  }

  private void putRunning(String name, String containerId) {
    inventory.put(
        PodReader.read(KubernetesObjects.runningPod("shop", name, "u-" + name, containerId)));
  }
}
