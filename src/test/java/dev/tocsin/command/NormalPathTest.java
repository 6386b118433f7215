package dev.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalPathTest {
  @ParameterizedTest
  @CsvSource({
    "//tmp/x, /app, /tmp/x",
    "/usr/../tmp/x, /app, /tmp/x",
    "/tmp/./a/, /app, /tmp/a",
    "../tmp/z, /app, /tmp/z",
    "a.sh, /app, /app/a.sh",
    "root/etc, /proc/1, /proc/1/root/etc",
    "/proc/self/root/tmp/x, /app, /tmp/x",
    "/proc/self/root/proc/self/root/x, /app, /x",
    "/proc/self/cwd/x, /app, /app/x",
    "/proc/thread-self/fd/3, /app, /proc/self/fd/3",
    "/proc/77/task/77/fd/3, /app, /proc/77/fd/3",
    "/proc/1/task/1/root/etc, /app, /proc/1/root/etc",
    "/proc//1/environ, /app, /proc/1/environ",
    "/../../etc/shadow, /app, /etc/shadow",
    "/proc/1/root, /app, /proc/1/root",
  })
  void pathsHaveOneSpelling(String typed, String cwd, String normal) {
    assertThat(NormalPath.of(typed, cwd)).isEqualTo(normal);
    assertThat(NormalPath.isNormal(normal)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//tmp/x",
        "/tmp//x",
        "/tmp/./x",
        "/tmp/x/.",
        "/tmp/x/..",
        "/usr/../tmp/x",
        "/proc/self/root/tmp/x",
        "/proc/thread-self/fd/3",
        "/proc/77/task/78/environ",
      })
  void otherSpellingIsNotNormal(String path) {
    assertThat(NormalPath.isNormal(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/.x",
        "/..x/.y",
        "/tmp/",
        "memfd:x",
        "/proc/1/environ",
        "/proc/1/root/x"
      })
  void ordinaryPathIsNormal(String path) {
    assertThat(NormalPath.isNormal(path)).isTrue();
    assertThat(NormalPath.of(path, "")).isEqualTo(path.equals("/tmp/") ? "/tmp" : path);
  }

  @Test
  void relativePathStaysOneWithoutADirectory() {
    assertThat(NormalPath.of("../x/./y", "")).isEqualTo("../x/y");
    assertThat(NormalPath.of("", "/app")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "//tmp/x, true",
    "/usr/../tmp/x, true",
    "/tmp/./x, true",
    "/proc/self/root/x, true",
    "/proc/77/task/77/fd/3, true",
    "/proc/thread-self/fd/3, true",
    "/usr/bin/cat, false",
    "../bin/x, false",
    "../../bin/x, false",
    "/proc/1/environ, false",
    "/proc/self/fd/3, false",
    "/opt/a..b/x, false",
  })
  void oddSpellingIsKnown(String path, boolean odd) {
    assertThat(NormalPath.isOdd(path)).isEqualTo(odd);
  }

  @Test
  void endlessPathsAreBounded() {
    assertThat(NormalPath.of("/a".repeat(50_000), "/")).hasSizeLessThan(1_000);
    assertThat(NormalPath.of("/../".repeat(50_000), "/")).isEqualTo("/");
  }
}
