package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
  @TempDir private Path folder;

  @Test
  void itIsWhatLinuxSays() throws IOException {
    Path status =
        Files.writeString(
            folder.resolve("status"), "VmHWM:\t  400000 kB\nVmRSS:\t  331460 kB\nThreads:\t30\n");
    assertThat(new ResidentMemory(status).bytes()).isEqualTo(331460.0 * 1024);
  }

  @Test
  void whatCannotBeReadIsNoNumber() throws IOException {
    assertThat(new ResidentMemory(folder.resolve("gone")).bytes()).isNaN();
    assertThat(new ResidentMemory(Files.writeString(folder.resolve("empty"), "")).bytes()).isNaN();
  }
}
