package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static final LastKnown NOTHING = new LastKnown(List.of(), List.of(), List.of());
  private static final LastKnown CONTENT =
      LastKnown.of(
          List.of(Yaml.policy("shop", "b"), Yaml.policy("shop", "a", "mode: Disabled")),
          List.of(Yaml.exception("shop", "builds", "policies: {names: [a]}")),
          List.of(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace("shop")
                  .withName("tools")
                  .endMetadata()
                  .withData(Map.of("a", "nmap\n"))
                  .build()));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void inAFolderThatIsNotThereYet() {
    file = folder.resolve("data").resolve("policies.json");
  }

  private PolicyFile open() {
    return new PolicyFile(file, new KubernetesSerialization());
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    open().write(CONTENT);
    assertThat(open().read()).contains(CONTENT);
  }

  @Test
  void whatCouldNotBeReadHereIsNothing() throws IOException {
    assertThat(open().read()).isEmpty();
  }

  @Test
  void nobodyElseReadsIt() throws IOException {
    open().write(CONTENT);
    assertThat(Files.getPosixFilePermissions(file.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    open().read();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theSameContentIsNotWrittenAgainEvenByANewProcess() throws IOException {
    PolicyFile first = open();
    first.write(CONTENT);
    FileTime then = FileTime.from(Instant.parse("2026-11-24T12:00:00Z"));
    Files.setLastModifiedTime(file, then);
    first.write(CONTENT);
    PolicyFile second = open();
    second.read();
    second.write(CONTENT);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(then);
    second.write(NOTHING);
    assertThat(open().read()).contains(NOTHING);
  }

  @Test
  void aWriterThatWasKilledIsNotInTheWay() throws IOException {
    open().write(NOTHING);
    Files.writeString(file.resolveSibling("policies.json.new"), "{\"policies\":[{\"apiVer");
    assertThat(open().read()).contains(NOTHING);
    open().write(CONTENT);
    assertThat(open().read()).contains(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[1, 2]",
        "garbage",
        "{\"policies\": [{\"apiVersion\": ",
        "{\"policies\": [null]}",
        "{\"policies\": [{}]}",
        "{\"policies\": [{\"metadata\": {\"name\": \"a\"}}]}",
        "{\"policies\": [{\"metadata\": {\"name\": \"a\", \"namespace\": \"b\"}, \"spec\": 1}]}",
        "{\"exceptions\": 7}",
        "{\"configMaps\": [{\"data\": {\"a\": \"b\"}}]}",
        "\u0000\u0001\uFFFD",
        "--- !!javax.script.ScriptEngineManager [x]"
      })
  void whatIsNoSuchFileIsSaidWithItsName(String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    assertThatThrownBy(() -> open().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void whatCannotBeWrittenIsSaidWithItsName() throws IOException {
    Files.createDirectories(file); // a folder where the file should be
    Files.createFile(file.resolve("x"));
    assertThatThrownBy(() -> open().write(CONTENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> open().read()).isInstanceOf(IOException.class);
  }
}
