package dev.tocsin.transport.server;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.source.Certificates;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.Finding;
import dev.tocsin.transport.protocol.FindingCodec;
import dev.tocsin.transport.protocol.SensorReport;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * How many entries a second a server takes in over TLS, sensors that keep to their window and the
 * intake doing nothing: a program, with sensors and server in one process. Arguments: numbers of
 * streams, 1 and 100 unless told.
 */
final class IntakeRate {
  private static final String SERVER_NAME = "tocsin-operator.tocsin-system.svc";
  private static final int WARM_UP = 200_000;
  private static final int ROUND = 200_000;
  private static final int ROUNDS = 5;

  private IntakeRate() {}

  private static final class NoIntake implements Intake {
    private final Semaphore taken = new Semaphore(0);

    @Override
    public void finding(Origin origin, Reported reported, Runnable done) {
      taken.release();
      done.run();
    }

    @Override
    public void match(Origin origin, Match match, Runnable done) {}

    @Override
    public void status(SensorReport status) {}

    @Override
    public void disconnected(String node) {}
  }

  public static void main(String[] arguments) throws Exception {
    Certificates certificates =
        Certificates.in(Files.createTempDirectory("intake-rate")).issue("server", SERVER_NAME);
    AdvancedTlsX509KeyManager key = new AdvancedTlsX509KeyManager();
    key.updateIdentityCredentials(
        certificates.certificate("server").toFile(), certificates.key("server").toFile());
    for (String streams : arguments.length == 0 ? new String[] {"1", "100"} : arguments) {
      measure(Integer.parseInt(streams), certificates.authority(), key);
    }
  }

  private static void measure(int streams, Path authority, AdvancedTlsX509KeyManager key)
      throws Exception {
    dev.tocsin.engine.Finding finding = new Findings(InstantSource.system()).finding("pod");
    Policy policy = finding.policy();
    Finding message = FindingCodec.encode(Reported.once(finding));
    NoIntake intake = new NoIntake();
    List<PlainSensor> sensors = new ArrayList<>();
    try (SensorServer server =
        new SensorServer(
            SensorServer.Settings.defaults(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "rate"),
            key,
            (token, peer) ->
                new Authenticator.Authentication.Accepted(new NodeIdentity(token, Instant.MAX)),
            id -> Optional.of(policy),
            intake,
            InstantSource.system())) {
      server.start();
      server.lead();
      for (int i = 0; i < streams; i++) {
        String node = "node-" + i;
        PlainSensor sensor =
            new PlainSensor(server.port(), Files.readString(authority), SERVER_NAME, node)
                .hello(node);
        sensors.add(sensor);
        int window = sensor.awaitWelcome().getWindow();
        Thread.ofVirtual().start(() -> send(sensor, message, window));
      }
      intake.taken.acquire(WARM_UP);
      for (int round = 0; round < ROUNDS; round++) {
        long begin = System.nanoTime();
        intake.taken.acquire(ROUND);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%3d streams: %,9.0f entries/s of %d bytes%n",
            streams,
            ROUND / seconds,
            message.getSerializedSize());
      }
    } finally {
      sensors.forEach(PlainSensor::close);
    }
  }

  /** Until the stream ends. */
  private static void send(PlainSensor sensor, Finding message, int window) {
    for (long sequence = 1; !sensor.isEnded(); sequence++) {
      while (sequence > sensor.lastReceived() + window && !sensor.isEnded()) {
        sensor.awaitAnswer(Duration.ofMillis(20));
      }
      sensor.send(Entry.newBuilder().setSequence(sequence).setFinding(message).build());
    }
  }
}
