package dev.tocsin.bench.compare;

import dev.tocsin.image.Tool;
import dev.tocsin.image.TrainingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The CPU time of short commands, from the launcher to their end. */
final class Starts implements Figures {
  private static final String POLICY = "config/samples/below-nsenter.yaml";

  private final TrainingServer server;

  private Starts(TrainingServer server) {
    this.server = server;
  }

  static Starts ready() throws IOException {
    return new Starts(TrainingServer.start(Files.createTempDirectory("tocsin-starts")));
  }

  @Override
  public Map<String, Double> of(Revision revision) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    String kubeconfig = server.kubeconfig();
    figures.put("version", seconds(revision, "version"));
    figures.put("lint " + POLICY, seconds(revision, "lint", POLICY));
    figures.put("get", seconds(revision, "get", "-A", "--kubeconfig", kubeconfig));
    figures.put("ack", seconds(revision, "ack", TrainingServer.ALERT, "--kubeconfig", kubeconfig));
    return figures;
  }

  /** User and system time, as a shell takes them: those of the launcher and its children. */
  private static double seconds(Revision revision, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("bash", "-ec", "TIMEFORMAT='%U %S'; time \"$@\" > /dev/null 2> /dev/null", "bash"));
    command.add("target/tocsin");
    command.addAll(List.of(arguments));
    double sum = 0;
    for (String part : Tool.run(revision.folder(), command).strip().split(" ")) {
      sum += Double.parseDouble(part);
    }
    return sum;
  }

  @Override
  public void close() {
    server.close();
  }
}
