package dev.tocsin.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of the programs that the library knows: {@code programs.txt}, beside this class. */
final class ProgramTable {
  /** What stands behind a name for the kind of build. */
  static final List<String> BUILDS = List.of(".static", "-static", "-suid", ".suid", "-extras");

  /** What a version behind a name is written with. */
  static final String VERSION = "0123456789.-";

  private static final Map<String, ProgramSpec> PROGRAMS = read();

  private ProgramTable() {}

  /** Of a program by its base name; {@link ProgramSpec#UNKNOWN} when it is not in the table. */
  static ProgramSpec of(String name) {
    return PROGRAMS.getOrDefault(familyOf(name), ProgramSpec.UNKNOWN);
  }

  static boolean knows(String name) {
    return PROGRAMS.containsKey(familyOf(name));
  }

  /**
   * The name under which the table has a program: without the version and the kind of build that
   * distributions put behind it, {@code python} for {@code python3.11}, {@code busybox} for {@code
   * busybox.static}.
   */
  static String familyOf(String name) {
    if (PROGRAMS.containsKey(name)) {
      return name;
    }
    String family = withoutVersion(name);
    for (String build : BUILDS) {
      if (family.endsWith(build)) {
        family = family.substring(0, family.length() - build.length());
        break;
      }
    }
    return family.isEmpty() ? name : family;
  }

  private static String withoutVersion(String name) {
    int end = name.length();
    while (end > 0 && VERSION.indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }

  private static Map<String, ProgramSpec> read() {
    try (InputStream in = ProgramTable.class.getResourceAsStream("programs.txt")) {
      if (in == null) {
        throw new IllegalStateException("programs.txt is missing beside ProgramTable");
      }
      Map<String, ProgramSpec> programs = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(line, programs));
      return programs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(String line, Map<String, ProgramSpec> programs) {
    int colon = line.indexOf(": ") >= 0 ? line.indexOf(": ") : line.length() - 1;
    String head = line.substring(0, colon);
    ProgramSpec.Style style = ProgramSpec.Style.ANYWHERE;
    int bracket = head.indexOf(" (");
    if (bracket >= 0) {
      style =
          ProgramSpec.Style.valueOf(
              head.substring(bracket + 2, head.length() - 1).toUpperCase(Locale.ROOT));
      head = head.substring(0, bracket);
    }
    List<OptionSpec> options = new ArrayList<>();
    for (String option : line.substring(colon + 1).trim().split(" ")) {
      if (!option.isEmpty()) {
        options.add(option(option));
      }
    }
    ProgramSpec spec = new ProgramSpec(style, options);
    for (String name : head.split(",")) {
      if (programs.put(name, spec) != null) {
        throw new IllegalStateException("programs.txt has " + name + " twice");
      }
    }
  }

  private static OptionSpec option(String text) {
    if (text.endsWith("?=")) {
      return new OptionSpec(
          List.of(text.substring(0, text.length() - 2).split("/")), OptionSpec.Value.OPTIONAL);
    }
    if (text.endsWith("=")) {
      return new OptionSpec(
          List.of(text.substring(0, text.length() - 1).split("/")), OptionSpec.Value.REQUIRED);
    }
    return new OptionSpec(List.of(text.split("/")), OptionSpec.Value.NONE);
  }
}
