package dev.tocsin.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures what outputs make of alerts that open within a minute: {@code OutputStorm [ALERTS]}.
 * Time is moved by hand, requests and memory are real. Prints, for Alertmanager and for what people
 * read: requests, how long it takes, and what it costs in memory.
 */
final class OutputStorm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OutputStorm() {}

  public static void main(String[] arguments) throws Exception {
    // before the JDK's client is first used, which reads it once
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    int alerts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    alertmanager(alerts);
    people(alerts);
  }

  private static void alertmanager(int alerts) throws Exception {
    LaneScene scene = new LaneScene();
    try (FakeReceiver receiver = FakeReceiver.start()) {
      long before = memory();
      Lane lane = alertmanager(scene, receiver);
      open(scene, lane, alerts);
      while (scene.progress.delivered() < alerts) {
        scene.run(lane, Duration.ofSeconds(1));
      }
      Instant all = scene.now;
      int requests = receiver.received.size();
      Set<String> there = new HashSet<>();
      for (FakeReceiver.Received each : receiver.received) {
        for (JsonNode alert : JSON.readTree(each.body())) {
          there.add(alert.at("/labels/alert").asText());
        }
      }
      receiver.received.clear();
      System.out.printf(
          Locale.ROOT,
          "Alertmanager: %d of %d alerts in %d requests, the last %d s after the first opened; %.0f"
              + " bytes of heap an alert%n",
          there.size(),
          alerts,
          requests,
          Duration.between(LaneScene.BEGIN, all).toSeconds(),
          (double) (memory() - before) / alerts);
      lane.close();
    }
  }

  private static Lane alertmanager(LaneScene scene, FakeReceiver receiver)
      throws IOException, UnusableOutputException {
    AlertmanagerInstance instance =
        new AlertmanagerInstance(
            receiver.url(),
            new dev.tocsin.api.v1alpha1.AlertOutputSpec.Alertmanager(List.of(receiver.url()), null),
            new HttpCalls(
                new HttpCalls.Settings(
                    Duration.ofSeconds(10), LaneScene.usualTls(), AddressRule.unrestricted()),
                receiver.resolver(),
                scene.clock),
            SecretsTest.none(),
            LaneScene.pace(6_000));
    return new StateLane(
        scene.context(),
        AlertSelection.of(LaneScene.spec("{}"), ""),
        scene.holds(),
        List.of(instance),
        LaneScene.pace(6_000),
        scene.progress);
  }

  private static void people(int alerts) throws Exception {
    LaneScene scene = new LaneScene();
    SentMessages receiver = new SentMessages();
    receiver.most = 50;
    Lane lane = scene.readLane(receiver);
    open(scene, lane, alerts);
    long opened = receiver.requests;
    while (lane.pending() > 0) {
      scene.run(lane, Duration.ofMinutes(1));
    }
    System.out.printf(
        Locale.ROOT,
        "Slack: %d alerts in %d requests, %d of them within the minute, the last after %d"
            + " minutes%n",
        receiver.sent.size(),
        receiver.requests,
        opened,
        Duration.between(LaneScene.BEGIN, scene.now).toMinutes());
  }

  private static void open(LaneScene scene, Lane lane, int alerts) throws InterruptedException {
    for (int i = 0; i < alerts; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1).dividedBy(alerts));
    }
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
