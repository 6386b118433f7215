package dev.tocsin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class OncePerRunTest {
  @TempDir private Path place;
  private int made;

  private String of(String run) throws IOException {
    Path folder =
        OncePerRun.folder(place, run, each -> Files.writeString(each.resolve("n"), "" + ++made));
    return Files.readString(folder.resolve("n"));
  }

  @Test
  void aRunMakesItOnceAndTheNextRunAnew() throws IOException {
    assertThat(of("a")).isEqualTo("1");
    assertThat(of("a")).isEqualTo("1");
    assertThat(of("b")).isEqualTo("2");
  }

  @Test
  void whatFailedHalfWayIsMadeAgain() throws IOException {
    assertThatThrownBy(
            () ->
                OncePerRun.folder(
                    place,
                    "a",
                    folder -> {
                      Files.writeString(folder.resolve("half"), "");
                      throw new IOException("no room");
                    }))
        .hasMessage("no room");

    assertThat(of("a")).isEqualTo("1");
    assertThat(place.resolve("made/half")).doesNotExist();
  }
}
