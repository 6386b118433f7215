package dev.tocsin.release;

import java.util.Locale;

/** An operating system and a kind of processor that the command line is packed for. */
enum Platform {
  LINUX_AMD64("manylinux_2_17_x86_64"),
  LINUX_ARM64("manylinux_2_17_aarch64"),
  DARWIN_AMD64("macosx_10_9_x86_64"),
  DARWIN_ARM64("macosx_11_0_arm64");

  private final String wheel;

  Platform(String wheel) {
    this.wheel = wheel;
  }

  /** {@code linux}, {@code darwin}. */
  String system() {
    return name().substring(0, name().indexOf('_')).toLowerCase(Locale.ROOT);
  }

  /** {@code amd64}, {@code arm64}. */
  String processor() {
    return name().substring(name().indexOf('_') + 1).toLowerCase(Locale.ROOT);
  }

  /** As Python names the platform. */
  String wheel() {
    return wheel;
  }

  /** {@code linux_amd64}. */
  @Override
  public String toString() {
    return system() + "_" + processor();
  }
}
