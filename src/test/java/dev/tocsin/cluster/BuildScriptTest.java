package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code src/test/cluster/build}, with stand-ins for Go and apt-get that note how they
 * are called.
 */
class BuildScriptTest {
  private @TempDir Path folder;
  private Path calls = Path.of("");

  @BeforeEach
  void aModuleWithTwoTools() throws IOException {
    calls = folder.resolve("calls");
    Files.copy(Path.of("src/test/cluster/build"), folder.resolve("build"));
    module(
        "kubernetes",
        """
        module example

        tool (
        	go.etcd.io/etcd/server/v3
        	k8s.io/kubernetes/cmd/kube-apiserver
        )

        require (
        	k8s.io/kubernetes v1.37.2 // indirect
        )
        """);
    go("echo \"$@\" >>" + calls + "; while [ \"$1\" != -o ]; do shift; done; echo tool >\"$2\"");
  }

  private void module(String name, String goMod) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("go.mod"), goMod);
  }

  /** {@code go build} does what the shell text says. */
  private void go(String build) throws IOException {
    tool("go", "[ \"$1\" = build ] || exit 0\n" + build);
  }

  private void tool(String name, String text) throws IOException {
    Path tool = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(tool, "#!/bin/sh\n" + text + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  private Command.Result build(String module) {
    return Command.run(
        List.of(
            "env",
            "PATH=" + folder.resolve("bin") + ":" + System.getenv("PATH"),
            "XDG_CACHE_HOME=" + folder.resolve("cache"),
            "bash",
            folder.resolve("build").toString(),
            module),
        "");
  }

  private List<String> inCache() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache/tocsin/cluster"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lock"))
          .toList();
    }
  }

  @Test
  void toolsAreNamedAsTheirUsersKnowThem() throws IOException {
    String answer = build("kubernetes").orFail().out().strip();
    try (Stream<Path> tools = Files.list(Path.of(answer))) {
      assertThat(tools.map(tool -> tool.getFileName().toString()))
          .containsExactlyInAnyOrder("etcd", "kube-apiserver");
    }
  }

  @Test
  void kubernetesIsToldItsVersion() throws IOException {
    build("kubernetes").orFail();
    assertThat(Files.readAllLines(calls))
        .hasSize(2)
        .allSatisfy(
            call ->
                assertThat(call)
                    .contains(
                        "version.gitVersion=v1.37.2", "version.gitMajor=1", "version.gitMinor=37"));
  }

  @Test
  void aSecondRunBuildsNothing() throws IOException {
    String first = build("kubernetes").orFail().out();
    assertThat(build("kubernetes").orFail().out()).isEqualTo(first);
    assertThat(Files.readAllLines(calls)).hasSize(2);
  }

  @Test
  void twoRunsAtOnceBuildOnceAndBothGetTheAnswer() throws Exception {
    List<Callable<Command.Result>> runs = new ArrayList<>();
    runs.add(() -> build("kubernetes"));
    runs.add(() -> build("kubernetes"));
    try (ExecutorService executor = Executors.newFixedThreadPool(runs.size())) {
      List<Future<Command.Result>> results = executor.invokeAll(runs);
      assertThat(results.get(0).get().orFail().out())
          .isEqualTo(results.get(1).get().orFail().out());
    }
    assertThat(Files.readAllLines(calls)).hasSize(2);
    assertThat(inCache()).hasSize(1);
  }

  @Test
  void anotherGoModIsAnotherFolder() throws IOException {
    module("helm", "module example\n\ntool helm.sh/helm/v4/cmd/helm\n");
    String kubernetes = build("kubernetes").orFail().out().strip();
    String helm = build("helm").orFail().out().strip();
    assertThat(helm).isNotEqualTo(kubernetes);
    assertThat(Path.of(helm).resolve("helm")).exists();
  }

  @Test
  void aFailedBuildLeavesNothingBehind() throws IOException {
    go("echo no space left >&2; exit 1");
    Command.Result result = build("kubernetes");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("no space left").contains("etcd: the build failed");
    assertThat(inCache()).isEmpty();
  }

  @Test
  void packagesAreUnpackedAndListedAgainWhereTheSystemsListsAreOld() throws IOException {
    Files.createDirectories(folder.resolve("rsyslog"));
    Files.writeString(folder.resolve("rsyslog/debian-packages"), "one\ntwo\n");
    tool(
        "apt-get",
        "echo \"$@\" >>"
            + calls
            + "; case \"$*\" in *update) ;; *Dir::State::Lists=*) touch one.deb two.deb ;; *) exit 100 ;;"
            + " esac");
    tool("dpkg-deb", "touch \"$3/$(basename \"$2\" .deb)\"");
    String first = build("rsyslog").orFail().out();
    try (Stream<Path> unpacked = Files.list(Path.of(first.strip()))) {
      assertThat(unpacked.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("one", "two");
    }
    assertThat(build("rsyslog").orFail().out()).isEqualTo(first);
    assertThat(Files.readAllLines(calls))
        .hasSize(3)
        .satisfies(all -> assertThat(all.getFirst()).endsWith("download one two"))
        .satisfies(all -> assertThat(all.get(1)).endsWith("update"))
        .satisfies(all -> assertThat(all.getLast()).endsWith("download one two"));
  }

  @Test
  void packagesThatCannotBeHadLeaveNothingBehind() throws IOException {
    Files.createDirectories(folder.resolve("rsyslog"));
    Files.writeString(folder.resolve("rsyslog/debian-packages"), "one\n");
    tool("apt-get", "echo no network >&2; exit 100");
    tool("dpkg-deb", "exit 1");
    Command.Result result = build("rsyslog");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("no network").contains("packages cannot be downloaded");
    assertThat(inCache()).isEmpty();
  }

  @Test
  void anUnknownModuleIsNamed() {
    Command.Result result = build("kubernetis");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("No module kubernetis");
  }
}
