package dev.tocsin.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file is said with its place. */
class ManifestsTest {
  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata:
        name: shell
      spec:
        title: A shell
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("policy.yaml");
  }

  @Test
  void anObjectWithoutNamespaceIsInTheSystemNamespaceAndOfGenerationOne() throws Exception {
    var metadata = read(POLICY).policies().getFirst().object().getMetadata();

    assertThat(metadata.getNamespace()).isEqualTo("tocsin-system");
    assertThat(metadata.getGeneration()).isEqualTo(1);
  }

  @Test
  void anUnknownFieldIsNamedWithItsPlace() {
    assertThatThrownBy(() -> read(POLICY + "  titel: twice\n"))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageStartingWith(file + ":7:10: DetectionPolicy shell: spec.titel: Unrecognized");
  }

  @Test
  void aFieldOfAnItemOfAListIsNamedWithItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    apiVersion: v1
                    kind: List
                    items:
                    - {apiVersion: v1, kind: Service, metadata: {name: other}}
                    - apiVersion: tocsin.dev/v1alpha1
                      kind: DetectionPolicy
                      metadata: {name: shell}
                      spec: {title: A shell, severity: Awful}
                    """))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageStartingWith(file + ":8:36: DetectionPolicy shell: spec.severity: ");
  }

  /** The API server refuses it with kubectl's strict validation, and else takes one of them. */
  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    assertThatThrownBy(() -> read(POLICY + "  title: Another\n"))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessage(file + ":7:3: 'title' is there twice");
  }

  @Test
  void aKindThatThereIsNotIsNamedWithItsPlace() {
    assertThatThrownBy(() -> read("apiVersion: tocsin.dev/v1alpha1\nkind: Policy\n"))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessage(file + ":2:7: there is no kind Policy in tocsin.dev/v1alpha1");
  }

  @Test
  void whatIsNoYamlIsNamedWithItsPlace() {
    assertThatThrownBy(() -> read(POLICY + "  [\n"))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageMatching("\\Q" + file + "\\E:\\d+:\\d+: .*");
  }

  @Test
  void theEncodingOfPowerShellIsRead() throws Exception {
    Files.write(file, ("\ufeff" + POLICY).getBytes(StandardCharsets.UTF_16LE));

    assertThat(Manifests.read(List.of(file), "tocsin-system").policies()).hasSize(1);
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Files.write(file, new byte[] {'a', (byte) 0xc3, '('});

    assertThatThrownBy(() -> Manifests.read(List.of(file), "tocsin-system"))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessage(file + ": cannot be read: it is not in UTF-8");
  }

  private Manifests read(String text) throws InvalidManifestException, IOException {
    Files.writeString(file, text);
    return Manifests.read(List.of(file), "tocsin-system");
  }
}
