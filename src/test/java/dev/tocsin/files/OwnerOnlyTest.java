package dev.tocsin.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir private Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void whatIsMadeIsTheOwnersAlone() throws Exception {
    Path directory = folder.resolve("data/spool");
    OwnerOnly.ownDirectory(directory);
    Path file = directory.resolve("segment");
    try (FileChannel made =
        OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(made.isOpen()).isTrue();
    }
    assertThat(mode(folder.resolve("data"))).isEqualTo("rwx------");
    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void whatWasLeftOpenIsClosed() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("spool"));
    open(directory, "rwxr-xr-x");
    Path file = Files.createFile(directory.resolve("identity"));
    open(file, "rw-r--r--");
    Path elsewhere = Files.createFile(folder.resolve("elsewhere"));
    open(elsewhere, "rw-r--r--");
    Files.createSymbolicLink(directory.resolve("link"), elsewhere);

    OwnerOnly.ownDirectory(directory);

    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(elsewhere)).isEqualTo("rw-r--r--");
  }

  @Test
  void whatIsClosedMoreStaysSo() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("spool"));
    Path file = Files.createFile(directory.resolve("read-only"));
    open(file, "r--------");
    OwnerOnly.ownDirectory(directory);
    assertThat(mode(file)).isEqualTo("r--------");
  }

  /** A person may name any directory for what outlives the process. */
  @Test
  void aDirectoryOfSomeOtherPurposeStaysAsItIs() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    open(home, "rwxr-xr-x");
    Path file = Files.createFile(home.resolve("script"));
    open(file, "rwxr-xr-x");
    OwnerOnly.makeDirectoryOf(home.resolve("file"));
    assertThat(mode(home)).isEqualTo("rwxr-xr-x");
    assertThat(mode(file)).isEqualTo("rwxr-xr-x");
  }
}
