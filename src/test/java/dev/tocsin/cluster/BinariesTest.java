package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.Binaries.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void aMachineWithAnEmptyCacheAndWithoutGo() throws IOException {
    Path path = Files.createDirectory(folder.resolve("path"));
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.put("PATH", path.toString());
    for (String tool : new String[] {"bash", "cut", "dirname", "sha256sum", "shasum"}) {
      for (String place : new String[] {"/usr/bin/", "/bin/"}) {
        if (Files.exists(Path.of(place + tool))) {
          Path wrapper = path.resolve(tool);
          Files.writeString(wrapper, "#!/bin/sh\nexec " + place + tool + " \"$@\"\n");
          assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        }
      }
    }
  }

  @Test
  void theFolderOfTheEnvironmentComesFirst() throws IOException {
    for (String tool : new String[] {"etcd", "kube-apiserver", "kubectl"}) {
      assertThat(Files.createFile(folder.resolve(tool)).toFile().setExecutable(true)).isTrue();
    }
    environment.put("KUBEBUILDER_ASSETS", folder.toString());
    assertThat(Binaries.search(KubernetesVersion.NEWEST, environment, progress::add))
        .isEqualTo(new Search.Found(new Binaries(folder)));
  }

  @Test
  void aFolderOfTheEnvironmentThatLacksAToolIsNotUsed() {
    environment.put("KUBEBUILDER_ASSETS", folder.toString());
    assertThat(Binaries.search(KubernetesVersion.NEWEST, environment, progress::add))
        .isEqualTo(
            new Search.Missing(
                "KUBEBUILDER_ASSETS names " + folder + ", and there is no executable etcd in it"));
  }

  @Test
  void theFolderOfTheEnvironmentIsNotOfTheOldest() {
    environment.put("KUBEBUILDER_ASSETS", folder.toString());
    assertThat(Binaries.search(KubernetesVersion.OLDEST, environment, progress::add))
        .isInstanceOfSatisfying(
            Search.Missing.class, missing -> assertThat(missing.reason()).contains("install Go"));
  }

  @Test
  void withoutBinariesAndWithoutGoTheReasonSaysWhatToInstall() {
    assertThat(Binaries.search(KubernetesVersion.NEWEST, environment, progress::add))
        .isInstanceOfSatisfying(
            Search.Missing.class,
            missing ->
                assertThat(missing.reason()).contains("install Go").contains("KUBEBUILDER_ASSETS"));
  }

  @Test
  void withoutBinariesTestsAreSkippedExceptInCi() {
    Search missing = new Search.Missing("none");
    assertThat(RealClusterExtension.reasonToSkip(missing, Map.of())).contains("none");
    assertThat(RealClusterExtension.reasonToSkip(missing, Map.of("CI", "true"))).isEmpty();
  }
}
