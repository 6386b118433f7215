package dev.tocsin.noise;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.policytest.ComposedRun;
import dev.tocsin.policytest.InvalidTestException;
import dev.tocsin.source.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The alerts of the whole library about all cases and recordings of ordinary work.
 *
 * @param software what was replayed: cases first, then recordings
 * @param allAccounts with all accounts of the lists, those that are comments too
 * @param asShipped with the lists as they are
 */
record Measurement(
    List<String> software, List<BenignAlert> allAccounts, List<BenignAlert> asShipped) {
  private static final Path LIBRARY = Path.of("config/policies");
  private static final Path CASES = Path.of("src/test/resources/benign");
  private static final String SYSTEM_NAMESPACE = "tocsin-system";

  /** Ordinary work that a real agent recorded. */
  private static final List<String> RECORDINGS =
      List.of(
          "00-container-start",
          "01-benign-web",
          "b01-web-probes",
          "b02-db-backup",
          "b03-health-dns-tcp",
          "b04-ci-job");

  /**
   * @param progress sees what is replayed next
   */
  static Measurement take(Consumer<String> progress) {
    try {
      Manifests library = Manifests.read(List.of(LIBRARY), SYSTEM_NAMESPACE);
      ComposedRun cases = new ComposedRun(SYSTEM_NAMESPACE);
      List<String> software = new ArrayList<>();
      for (Path file : files()) {
        cases.add(file);
        software.add(nameOf(file));
      }
      progress.accept(software.size() + " cases");
      List<BenignAlert> asShipped = new ArrayList<>(byNode(cases.alerts(library)));
      progress.accept(software.size() + " cases with all accounts of the lists");
      List<BenignAlert> allAccounts =
          new ArrayList<>(byNode(cases.alerts(library.with(Accounts.LISTS, Accounts.all()))));
      for (String recording : RECORDINGS) {
        progress.accept("recording " + recording);
        List<BenignAlert> alerts = recorded(library, recording);
        asShipped.addAll(alerts);
        allAccounts.addAll(alerts);
        software.add(recording);
      }
      return new Measurement(
          List.copyOf(software), List.copyOf(allAccounts), List.copyOf(asShipped));
    } catch (InvalidManifestException | InvalidTestException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "");
  }

  /** Each case has a node of its own name. */
  private static List<BenignAlert> byNode(List<JsonNode> alerts) {
    return alerts.stream()
        .map(alert -> BenignAlert.of(alert.at("/spec/node").asText(), alert))
        .toList();
  }

  private static List<BenignAlert> recorded(Manifests library, String recording)
      throws InvalidTestException, InvalidManifestException {
    return ComposedRun.alertsOfRecording(
            library,
            Recordings.protobuf(recording),
            Recordings.directory().resolve("pods.json"),
            SYSTEM_NAMESPACE)
        .stream()
        .map(alert -> BenignAlert.of(recording, alert))
        .toList();
  }
}
