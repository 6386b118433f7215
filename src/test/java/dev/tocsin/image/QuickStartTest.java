package dev.tocsin.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a build folder of its own, with the archive that {@code make build} leaves. */
@DisabledOnOs(OS.WINDOWS)
class QuickStartTest {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir static Path folder;
  private static Path target;

  @BeforeAll
  static void build() throws IOException {
    target = Files.createDirectory(folder.resolve("target"));
    Files.createSymbolicLink(folder.resolve(".mvn"), Path.of(".mvn").toAbsolutePath());
    Files.createSymbolicLink(target.resolve("lib"), TARGET.resolve("lib"));
    copy(TARGET.resolve("classes"), target.resolve("classes"));
    Files.copy(Path.of("src/main/sh/tocsin"), target.resolve("tocsin"));
    QuickStart.pack(target.resolve("classes"), target);
    QuickStart.archive(target, QuickStart.listsForTests());
  }

  /** Or JUnit warns that they lead out of its folder. */
  @AfterAll
  static void removeLinks() throws IOException {
    Files.delete(folder.resolve(".mvn"));
    Files.delete(target.resolve("lib"));
  }

  /** Class data sharing or no start at all; and which archive it is. */
  @ParameterizedTest
  @CsvSource({
    "version, version",
    "completion, version",
    "lint, lint",
    "get, get",
    "ack, get",
    "fields, tocsin"
  })
  void anArchiveFitsTheLauncher(String command, String archive) throws IOException {
    assertThat(run("-Xshare:on -Xlog:class+load", command, "--help"))
        .contains("dev.tocsin.cli.Main source: shared objects file", "Usage: tocsin");
    assertThat(run("-Xlog:class+path", command, "--help"))
        .contains(target.resolve(archive + ".jsa").toString());
  }

  @Test
  void classesThatWereCompiledSinceAreTheOnesThatRun() throws IOException {
    Path compiled = target.resolve("classes/dev/tocsin/cli/Main.class");
    FileTime before = Files.getLastModifiedTime(compiled);
    Files.setLastModifiedTime(compiled, FileTime.from(Instant.now().plusSeconds(60)));
    try {
      assertThat(version("-Xlog:class+load")).contains("dev.tocsin.cli.Main source: file:");
    } finally {
      Files.setLastModifiedTime(compiled, before);
    }
    assertThat(version("-Xlog:class+load")).contains("dev.tocsin.cli.Main source: shared objects");
  }

  @Test
  void anArchiveThatDoesNotFitIsNoMatter() throws IOException {
    assertThat(version("-XX:-UseCompactObjectHeaders")).startsWith("tocsin ").hasLineCount(1);
    Path archive = target.resolve("version.jsa");
    Path kept = Files.move(archive, target.resolve("kept"));
    try {
      Files.writeString(archive, "broken");

      assertThat(version("-Xmx64m")).startsWith("tocsin ").hasLineCount(1);
    } finally {
      Files.delete(archive);
      Files.move(kept, archive);
    }
  }

  private static String version(String option) throws IOException {
    return run(option, "version");
  }

  private static String run(String options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("env", "TOCSIN_JAVA_OPTS=" + options, "sh", target.resolve("tocsin").toString()));
    command.addAll(List.of(arguments));
    return Tool.run(folder, command);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(each, to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
