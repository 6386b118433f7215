package dev.tocsin.release;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.image.ApplicationJar;
import dev.tocsin.image.Architecture;
import dev.tocsin.image.Digest;
import dev.tocsin.image.ForeignImage;
import dev.tocsin.image.ImageIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code make release}: all files of a release, in a folder that is made again. */
final class ReleaseBuild {
  static final Path CHART = Path.of("helm/tocsin");
  static final Path RUNTIMES = Path.of(".mvn/runtimes.txt");

  private final Commit commit;
  private final Path folder;
  private final Path work;
  private final SortedMap<String, String> digests = new TreeMap<>();
  private final SortedMap<String, String> inputs = new TreeMap<>();

  /**
   * What a release is made of.
   *
   * @param revision as git names it
   * @param time of the commit
   */
  record Commit(String version, String revision, Instant time) {}

  /**
   * @param folder where the files go
   * @param work a folder for what is only needed meanwhile
   */
  ReleaseBuild(Commit commit, Path folder, Path work) {
    this.commit = commit;
    this.folder = folder;
    this.work = work;
  }

  /**
   * @param arguments version, commit and its time (ISO 8601), URL of the folder that it will be
   *     published in, then the images, each as {@code make image} leaves it
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 5) {
      System.err.println("usage: ReleaseBuild VERSION REVISION TIME URL IMAGE...");
      System.exit(2);
    }
    Path target = Path.of("target");
    Path folder = fresh(target.resolve("release"));
    ReleaseBuild build =
        new ReleaseBuild(
            new Commit(arguments[0], arguments[1], OffsetDateTime.parse(arguments[2]).toInstant()),
            folder,
            fresh(target.resolve("release-work")));
    Runtimes runtimes =
        new Runtimes(build.work.resolve("runtimes"), Path.of(System.getProperty("java.home")));
    List<Path> images = new ArrayList<>(Arrays.stream(arguments).skip(4).map(Path::of).toList());
    if (images.size() == 1) {
      build.otherImage(target, runtimes).ifPresent(images::add);
    }
    build.images(images);
    build.chart();
    build.commands(target.resolve("classes"), target.resolve("lib"), runtimes, arguments[3]);
    build.input(RUNTIMES);
    build.libraries(target.resolve("lib"));
    build.papers(target.resolve("image/tocsin.cdx.json"));
    delete(build.work);
    System.out.println("Nothing was uploaded. docs/releases.md says how to publish and to verify.");
  }

  /** Something went into the release that provenance is to name. */
  void input(Path file) {
    inputs.put(file.getFileName().toString(), Digest.of(file));
  }

  private void libraries(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      jars.forEach(this::input);
    }
  }

  /** The image for the processor that this machine does not have; empty where that cannot be. */
  private Optional<Path> otherImage(Path target, Runtimes runtimes) {
    Architecture other =
        Architecture.ofThisMachine() == Architecture.AMD64
            ? Architecture.ARM64
            : Architecture.AMD64;
    Path tarball = work.resolve("other.tar");
    System.out.printf("%-42s the image for linux/%s ...%n", "", other.oci());
    try {
      Path system = CLibrary.fetch(other.oci(), work.resolve("libc"));
      ForeignImage.write(
          other,
          new ForeignImage.Parts(
              runtimes.of(
                  other == Architecture.ARM64 ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64),
              CLibrary.files(system),
              target.resolve("classes"),
              target.resolve("lib")),
          commit.version(),
          commit.revision(),
          commit.time(),
          work.resolve("other"),
          tarball);
      input(system); // only of what is in the release
      return Optional.of(tarball);
    } catch (IOException e) {
      System.out.printf(
          "%-42s no image for linux/%s, give one by IMAGES: %s%n", "", other.oci(), firstLine(e));
      return Optional.empty();
    }
  }

  private static String firstLine(IOException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private interface Step {
    void write(Path file) throws IOException;
  }

  /** Writes one file, and says so, since some take long. */
  private void write(String name, String what, Step step) throws IOException {
    System.out.printf("%-42s %s ...%n", name, what);
    long start = System.nanoTime();
    Path file = folder.resolve(name);
    step.write(file);
    digests.put(name, Digest.of(file));
    System.out.printf(
        Locale.ROOT,
        "%-42s %,d KiB, %.1f s%n",
        "",
        Files.size(file) >> 10,
        (System.nanoTime() - start) / 1e9);
  }

  /** One index of the images that were built, each on a machine of its architecture. */
  void images(List<Path> images) throws IOException {
    write(
        "tocsin-image-" + commit.version() + ".tar",
        "the container image, of " + images.size() + " architecture(s)",
        file -> System.out.printf("%-42s %s%n", "", ImageIndex.write(images, file)));
  }

  void chart() throws IOException {
    String version =
        new YAMLMapper().readTree(CHART.resolve("Chart.yaml").toFile()).path("version").asText();
    String archive = "tocsin-" + version + ".tgz";
    write(archive, "the chart", file -> ChartPackage.write(CHART, file));
    write(
        "tocsin-chart-" + version + ".oci.tar.gz",
        "the chart as an OCI layout",
        file -> ChartPackage.writeLayout(CHART, folder.resolve(archive), file));
  }

  /** The command line for each platform, and krew's manifest of them. */
  void commands(Path classes, Path libraries, Runtimes runtimes, String url) throws IOException {
    Path jar = work.resolve("tocsin.jar");
    ApplicationJar.pack(classes, jar);
    Map<Platform, Map.Entry<String, String>> archives = new EnumMap<>(Platform.class);
    List<String> without = new ArrayList<>();
    for (Platform platform : Platform.values()) {
      String name = "tocsin_" + commit.version() + "_" + platform + ".tar.gz";
      write(
          name,
          "the command line",
          file -> CommandArchive.write(jar, libraries, runtime(runtimes, platform, without), file));
      archives.put(platform, Map.entry(name, digest(name)));
    }
    write(
        "krew.yaml",
        "the manifest of kubectl's plugin",
        file -> Files.writeString(file, KrewManifest.of(commit.version(), url, archives)));
    if (!without.isEmpty()) {
      System.out.println("Without a Java runtime, so that users need Java 25: " + without);
    }
  }

  private static @Nullable Path runtime(
      Runtimes runtimes, Platform platform, List<String> without) {
    try {
      return runtimes.of(platform);
    } catch (IOException e) {
      System.out.printf("%-42s no runtime: %s%n", "", firstLine(e));
      without.add(platform.toString());
      return null;
    }
  }

  private String digest(String name) {
    return digests.getOrDefault(name, "");
  }

  /** What others check the files by. */
  void papers(Path billOfMaterials) throws IOException {
    write(
        "tocsin-" + commit.version() + ".cdx.json",
        "the bill of materials (CycloneDX)",
        file -> Files.copy(billOfMaterials, file));
    SortedMap<String, String> files = new TreeMap<>(digests);
    write(
        "provenance.intoto.jsonl",
        "the provenance (SLSA), not signed",
        file -> Files.writeString(file, Provenance.of(commit, files, inputs)));
    StringBuilder sums = new StringBuilder();
    digests.forEach((name, digest) -> sums.append(digest).append("  ").append(name).append('\n'));
    Files.writeString(folder.resolve("SHA256SUMS"), sums, StandardCharsets.US_ASCII);
  }

  private static Path fresh(Path folder) throws IOException {
    delete(folder);
    return Files.createDirectories(folder);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
