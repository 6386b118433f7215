package dev.tocsin.command;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Ascii;
import java.util.List;
import java.util.stream.Stream;

/**
 * The name by which a program is known, of the name of its file: without what distributions and
 * releases put behind it for the version, the kind of build, the system and the processor. {@code
 * python} for {@code python3.11}, {@code nc} for {@code nc.openbsd}, {@code chisel} for {@code
 * chisel_1.10.0_linux_amd64}.
 *
 * <p>Bare digits and the words of distributions are cut off only where the rest is a program of the
 * table: {@code mkfs.ext4} and {@code bzip2} are names. Works without garbage, on a text that need
 * not be a string: the usual name is always the beginning of the name.
 */
public final class UsualName {
  /** Of releases, behind one of {@link #SEPARATORS}. */
  private static final List<String> PLATFORMS =
      List.of(
          "linux",
          "musl",
          "gnu",
          "glibc",
          "static",
          "stripped",
          "amd64",
          "x86_64",
          "x86-64",
          "x64",
          "x86",
          "i386",
          "i686",
          "386",
          "arm64",
          "aarch64",
          "armv7",
          "armv6",
          "armhf",
          "arm",
          "exe");

  /** Of distributions. */
  private static final List<String> BUILDS =
      List.of(".openbsd", ".traditional", "-suid", ".suid", "-extras", ".basic", ".tiny", ".real");

  /** The last letters of those. */
  private static final String ENDINGS =
      Stream.of(PLATFORMS, BUILDS)
          .flatMap(List::stream)
          .map(each -> each.substring(each.length() - 1))
          .distinct()
          .collect(joining());

  private static final String SEPARATORS = "-_.";

  private UsualName() {}

  static String of(String name) {
    return name.substring(0, length(name));
  }

  /** How many of its characters are the usual name. */
  public static int length(CharSequence name) {
    int end = name.length();
    if (isPlain(name, end)) {
      return end;
    }
    while (!ProgramTable.knows(name, end)) {
      int shorter = withoutVersion(name, withoutPlatform(name, end));
      if (shorter == end) {
        return known(name, end);
      }
      end = shorter;
    }
    return end;
  }

  /**
   * Nothing can be cut off a name that ends as no platform, build or version does, nor off one
   * without separators that does not end in a digit.
   */
  private static boolean isPlain(CharSequence name, int end) {
    if (end == 0 || !isEnding(name.charAt(end - 1))) {
      return true;
    }
    for (int i = 0; i < end; i++) {
      if (SEPARATORS.indexOf(name.charAt(i)) >= 0) {
        return false;
      }
    }
    return !isDigit(name.charAt(end - 1));
  }

  private static boolean isEnding(char c) {
    return isOfVersion(c) || ENDINGS.indexOf(Ascii.toLowerCase(c)) >= 0;
  }

  /** What is cut off only when it leaves a program of the table. */
  private static int known(CharSequence name, int end) {
    for (String build : BUILDS) {
      if (endsWith(name, end, build) && ProgramTable.knows(name, end - build.length())) {
        return end - build.length();
      }
    }
    int digits = end;
    while (digits > 0 && isOfVersion(name.charAt(digits - 1))) {
      digits--;
    }
    return ProgramTable.knows(name, digits) ? digits : end;
  }

  private static int withoutPlatform(CharSequence name, int end) {
    for (String platform : PLATFORMS) {
      int start = end - platform.length();
      if (endsWith(name, end, platform) && isBehindSeparator(name, start)) {
        return start - 1;
      }
    }
    return end;
  }

  /** A version with a dot in it, behind a separator and perhaps a v. */
  private static int withoutVersion(CharSequence name, int end) {
    int start = end;
    while (start > 0 && (isDigit(name.charAt(start - 1)) || name.charAt(start - 1) == '.')) {
      start--;
    }
    while (start < end && name.charAt(start) == '.') {
      start++;
    }
    boolean dotted = hasDot(name, start, end);
    if (start > 0 && name.charAt(start - 1) == 'v') {
      start--;
    }
    return dotted && isBehindSeparator(name, start) ? start - 1 : end;
  }

  private static boolean hasDot(CharSequence name, int from, int to) {
    for (int i = from; i < to; i++) {
      if (name.charAt(i) == '.') {
        return true;
      }
    }
    return false;
  }

  private static boolean isBehindSeparator(CharSequence name, int at) {
    return at > 1 && SEPARATORS.indexOf(name.charAt(at - 1)) >= 0;
  }

  /** In any case of ASCII letters, as releases write Linux too. */
  private static boolean endsWith(CharSequence name, int end, String suffix) {
    int start = end - suffix.length();
    if (start < 0) {
      return false;
    }
    for (int i = suffix.length() - 1; i >= 0; i--) {
      if (Ascii.toLowerCase(name.charAt(start + i)) != suffix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfVersion(char c) {
    return isDigit(c) || c == '.' || c == '-';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
