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
  private static final Map<String, ProgramSpec> PROGRAMS = read();

  /** In order. */
  private static final String[] NAMES = PROGRAMS.keySet().stream().sorted().toArray(String[]::new);

  private ProgramTable() {}

  /** Of a program by its usual name; {@link ProgramSpec#UNKNOWN} when it is not in the table. */
  static ProgramSpec of(String name) {
    return PROGRAMS.getOrDefault(name, ProgramSpec.UNKNOWN);
  }

  static boolean knows(String name) {
    return PROGRAMS.containsKey(name);
  }

  /** Whether so many characters are the name of a program. */
  static boolean knows(CharSequence name, int length) {
    int low = 0;
    int high = NAMES.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(NAMES[middle], name, length);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private static int compare(String known, CharSequence name, int length) {
    for (int i = 0; i < Math.min(known.length(), length); i++) {
      int order = known.charAt(i) - name.charAt(i);
      if (order != 0) {
        return order;
      }
    }
    return known.length() - length;
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
    if (text.endsWith("#=")) {
      return new OptionSpec(
          List.of(text.substring(0, text.length() - 2).split("/")), OptionSpec.Value.DIGITS);
    }
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
