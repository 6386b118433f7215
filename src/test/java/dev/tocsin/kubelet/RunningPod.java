package dev.tocsin.kubelet;

import dev.tocsin.image.UnpackedImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pod's container as a process of this machine. */
final class RunningPod {
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

  private final PodManifest manifest;
  private final PodVolumes volumes;
  private final Path hosts;
  private final Path log;
  private final Process process;
  private final Instant started = Instant.now();
  private String knownNames = "";
  private boolean ready;
  private boolean told;

  private RunningPod(
      PodManifest manifest, PodVolumes volumes, Path hosts, Path log, Process process) {
    this.manifest = manifest;
    this.volumes = volumes;
    this.hosts = hosts;
    this.log = log;
    this.process = process;
  }

  /**
   * @param node the root of the node's files
   * @param environment what a kubelet adds
   */
  static RunningPod start(
      PodManifest manifest,
      PodNetwork.Place place,
      UnpackedImage image,
      KubernetesClient client,
      Path folder,
      Path node,
      Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    PodVolumes volumes = new PodVolumes(manifest, client, folder, node);
    Path hosts = Files.writeString(folder.resolve("hosts"), "");
    Path log = folder.resolve("log");
    Map<Path, String> mounts = new LinkedHashMap<>(volumes.mount());
    mounts.put(hosts, "/etc/hosts");
    // else the C library takes the first of the addresses of a name, which DNS does not do
    mounts.put(Files.writeString(folder.resolve("host.conf"), "multi on\n"), "/etc/host.conf");

    List<String> command =
        new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + place.namespace()));
    command.addAll(
        image.command(manifest.user() + ":" + manifest.group(), mounts, manifest.arguments()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    String path = builder.environment().get("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path); // of the commands that enter the container
    // They do not run long enough to earn back what C2 costs, and there are many of them.
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    builder.environment().putAll(environment);
    builder.environment().putAll(manifest.environment());
    return new RunningPod(manifest, volumes, hosts, log, builder.start());
  }

  PodManifest manifest() {
    return manifest;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  boolean isReady() {
    return ready;
  }

  Instant started() {
    return started;
  }

  /** What a kubelet keeps true while a pod runs: names, ConfigMaps, readiness. */
  void refresh(HttpClient http, String names) throws IOException, InterruptedException {
    if (!knownNames.equals(names)) {
      overwrite(hosts, names);
      knownNames = names;
    }
    volumes.refresh();
    ready = process.isAlive() && answers(http);
  }

  /**
   * In place, since the container has this very file; and never shorter than it is going to be,
   * since who finds no name in it believes so for a while.
   */
  private static void overwrite(Path file, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // blank lines for what stands behind it, or a name's last half would be read as one
      byte[] whole = Arrays.copyOf(content, (int) Math.max(content.length, channel.size()));
      Arrays.fill(whole, content.length, whole.length, (byte) '\n');
      ByteBuffer left = ByteBuffer.wrap(whole);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.truncate(content.length);
    }
  }

  private boolean answers(HttpClient http) throws InterruptedException {
    URI probe = URI.create(manifest.url(manifest.container().getReadinessProbe()));
    try {
      return http.send(
                  HttpRequest.newBuilder(probe).timeout(PROBE_LIMIT).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false; // which is what a probe finds out
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it in good order, without waiting. */
  void tellToEnd() {
    if (!told) {
      told = true;
      process.destroy();
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
