package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command reads and writes by its arguments, as typed. A path may be named without
 * being touched, and what a program does by its configuration is not seen.
 */
final class CommandFiles {
  private static final Set<String> PRINTS_ARGUMENTS = Set.of("echo", "printf", "print", ":");

  /** No other program writes by its arguments. */
  static final Set<String> WRITERS =
      Set.of(
          "curl",
          "wget",
          "aria2c",
          "axel",
          "lwp-download",
          "tftp",
          "ftpget",
          "cp",
          "mv",
          "install",
          "ln",
          "rsync",
          "scp",
          "dd",
          "sed",
          "perl",
          "ruby",
          "ed",
          "ex",
          "tee",
          "touch",
          "truncate",
          "mkdir",
          "mkfifo",
          "shred",
          "sponge",
          "gunzip",
          "bunzip2",
          "unxz",
          "unlzma",
          "unzstd",
          "sort",
          "gcc",
          "cc",
          "go",
          "openssl");

  private static final String FILE_ADDRESS = "file://";

  private CommandFiles() {}

  /** Whether its operands are texts. */
  static boolean printsArguments(Command command) {
    return PRINTS_ARGUMENTS.contains(command.name());
  }

  /** Operands, and paths that stand as the value of an option or behind {@code =} or {@code @}. */
  static List<String> reads(Command command) {
    List<String> files = new ArrayList<>();
    if (printsArguments(command)) {
      return files;
    }
    Options options = command.options();
    List<String> operands = options.operands();
    int code = ScriptRunner.isFirstOperandCode(command) ? Math.min(1, operands.size()) : 0;
    for (String operand : operands.subList(code, operands.size())) {
      if (command.name().equals("dd")) {
        addValue(files, operand, "if=");
      } else {
        addNamed(files, operand);
      }
    }
    List<String> written = writes(command);
    for (String value : options.values()) {
      if ((value.startsWith("/") && !written.contains(value))
          || value.startsWith("@")
          || value.contains("=@")) {
        addNamed(files, value);
      }
    }
    return files;
  }

  private static void addNamed(List<String> files, String text) {
    int at = text.startsWith("@") ? 0 : text.indexOf("=@") + 1;
    if (text.startsWith("@") || at > 0) {
      int end = text.indexOf(';', at);
      files.add(end < 0 ? text.substring(at + 1) : text.substring(at + 1, end));
    } else if (text.startsWith(FILE_ADDRESS)) {
      files.add(text.substring(FILE_ADDRESS.length()));
    } else if (!text.isEmpty() && !text.startsWith("-") && !text.contains("://")) {
      files.add(text);
    }
  }

  /** What it fetches, copies, moves, links, fills or changes in place. */
  static List<String> writes(Command command) {
    List<String> files = new ArrayList<>();
    if (!WRITERS.contains(command.name())) {
      return files;
    }
    Options options = command.options();
    List<String> operands = options.operands();
    switch (command.name()) {
      case "curl" -> {
        for (String file : options.values("-o")) {
          addOutput(files, file, options.value("--output-dir"));
        }
        if (options.has("-O") || options.has("--remote-name-all")) {
          addNames(files, operands, options.value("--output-dir"));
        }
      }
      case "wget" -> {
        String output = options.value("-O");
        if (output != null) {
          addOutput(files, output, null);
        } else if (!options.has("--spider")) {
          // wget keeps the query of the address in the name.
          for (String address : operands) {
            addName(files, address, endOf(address, "#"), options.value("-P"));
          }
        }
      }
      case "aria2c" -> {
        addOutput(files, options.value("-o"), options.value("-d"));
        if (files.isEmpty()) {
          addNames(files, operands, options.value("-d"));
        }
      }
      case "axel" -> {
        addOutput(files, options.value("-o"), null);
        if (files.isEmpty()) {
          addNames(files, operands, null);
        }
      }
      case "lwp-download" -> addDownload(files, operands);
      case "ftpget" -> {
        if (operands.size() > 1) {
          files.add(operands.get(1));
        }
      }
      case "tftp" -> {
        if (options.has("-g")) {
          String local = options.value("-l");
          addOutput(files, local == null ? options.value("-r") : local, null);
        }
      }
      case "cp", "mv", "install", "ln", "rsync", "scp" -> addTarget(files, options);
      case "dd" -> operands.forEach(operand -> addValue(files, operand, "of="));
      case "sed" -> {
        if (options.has("-i")) {
          boolean script = !options.has("-e") && !options.has("-f");
          files.addAll(
              operands.subList(Math.min(script ? 1 : 0, operands.size()), operands.size()));
        }
      }
      case "perl", "ruby" -> {
        if (options.has("-i")) {
          boolean script = !options.has("-e") && !options.has("-E");
          files.addAll(
              operands.subList(Math.min(script ? 1 : 0, operands.size()), operands.size()));
        }
      }
      case "ed", "ex", "tee", "touch", "truncate", "mkdir", "mkfifo", "shred", "sponge" ->
          files.addAll(operands);
      case "gunzip", "bunzip2", "unxz", "unlzma", "unzstd" ->
          operands.forEach(operand -> files.add(withoutSuffix(operand)));
      case "sort", "gcc", "cc", "go", "openssl" -> {
        addOutput(files, options.value("-o"), null);
        addOutput(files, options.value("-out"), null);
      }
      default -> {}
    }
    return files;
  }

  /** The last operand, or the entries that others become in a directory. */
  private static void addTarget(List<String> files, Options options) {
    List<String> operands = options.operands();
    String directory = options.value("--target-directory");
    List<String> sources = operands;
    if (directory == null) {
      if (operands.size() < 2) {
        return;
      }
      String last = operands.getLast();
      files.add(last);
      directory = last;
      sources = operands.subList(0, operands.size() - 1);
    }
    addNames(files, sources, directory);
  }

  /** The second operand, a local name; without one the name that the first has there. */
  private static void addDownload(List<String> files, List<String> operands) {
    if (operands.size() > 1) {
      files.add(operands.get(1));
    } else {
      addNames(files, operands, null);
    }
  }

  private static void addOutput(
      List<String> files, @Nullable String file, @Nullable String directory) {
    if (file != null && !file.equals("-") && !file.isEmpty() && !file.equals("/dev/stdout")) {
      files.add(directory == null ? file : directory + "/" + file);
    }
  }

  private static void addValue(List<String> files, String operand, String key) {
    if (operand.startsWith(key) && operand.length() > key.length()) {
      files.add(operand.substring(key.length()));
    }
  }

  /** The last part of each address or path, in a directory. */
  private static void addNames(
      List<String> files, List<String> addresses, @Nullable String directory) {
    for (String address : addresses) {
      addName(files, address, endOf(address, "?#"), directory);
    }
  }

  private static void addName(
      List<String> files, String address, int end, @Nullable String directory) {
    int path = endOf(address, "?#");
    String name = address.substring(address.lastIndexOf('/', path - 1) + 1, end);
    if (!name.isEmpty()) {
      files.add(directory == null ? name : directory + "/" + name);
    }
  }

  private static String withoutSuffix(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
  }

  /** Where the first of some characters stands, or the end. */
  private static int endOf(String address, String characters) {
    int end = 0;
    while (end < address.length() && characters.indexOf(address.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
