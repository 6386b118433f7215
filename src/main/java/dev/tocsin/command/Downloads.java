package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the programs that fetch something put it. */
public final class Downloads {
  private Downloads() {}

  /** The files, as typed; none for what goes to the standard output, or is no download. */
  public static List<String> files(Command command) {
    Options options = command.options();
    return switch (ProgramTable.familyOf(command.name())) {
      case "curl" -> {
        List<String> files = new ArrayList<>();
        addFile(files, options.value("-o"));
        if (options.has("-O")) {
          addNames(files, options.operands(), options.value("--output-dir"));
        }
        yield files;
      }
      case "wget" -> {
        List<String> files = new ArrayList<>();
        String output = options.value("-O");
        if (output != null) {
          addFile(files, output);
        } else if (!options.has("--spider")) {
          addNames(files, options.operands(), options.value("-P"));
        }
        yield files;
      }
      case "aria2c" -> {
        List<String> files = new ArrayList<>();
        addFile(files, options.value("-o"));
        if (files.isEmpty()) {
          addNames(files, options.operands(), options.value("-d"));
        }
        yield files;
      }
      default -> List.of();
    };
  }

  private static void addFile(List<String> files, @Nullable String file) {
    if (file != null && !file.equals("-") && !file.isEmpty() && !file.equals("/dev/stdout")) {
      files.add(file);
    }
  }

  /** The last part of each address, in a directory. */
  private static void addNames(
      List<String> files, List<String> addresses, @Nullable String directory) {
    for (String address : addresses) {
      int end = endOfPath(address);
      String name = address.substring(address.lastIndexOf('/', end - 1) + 1, end);
      if (!name.isEmpty()) {
        files.add(directory == null ? name : directory + "/" + name);
      }
    }
  }

  private static int endOfPath(String address) {
    int end = address.length();
    for (char c : new char[] {'?', '#'}) {
      int at = address.indexOf(c);
      if (at >= 0) {
        end = Math.min(end, at);
      }
    }
    return end;
  }
}
