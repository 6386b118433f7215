package dev.tocsin.language;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.tocsin.event.EventKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Documentation of operators, macros and functions: {@code functions.tsv}, beside this class. */
final class FunctionTable {
  private static final Splitter COLUMNS = Splitter.on('\t');

  private final ImmutableList.Builder<FunctionNote> notes = ImmutableList.builder();
  private String section = "";
  private Set<EventKind> kinds = KindSets.ALL;

  private FunctionTable() {}

  /** In the order of the reference. */
  static ImmutableList<FunctionNote> read() {
    try (InputStream in = FunctionTable.class.getResourceAsStream("functions.tsv")) {
      if (in == null) {
        throw new IllegalStateException("functions.tsv is missing beside FunctionTable");
      }
      FunctionTable table = new FunctionTable();
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(table::add);
      return table.notes.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    List<String> columns = COLUMNS.splitToList(line);
    if (line.startsWith("#")) {
      section = columns.getFirst().substring(2);
      kinds = columns.size() == 1 ? KindSets.ALL : kinds(columns.get(1));
    } else if (!line.startsWith(";")) {
      notes.add(
          new FunctionNote(
              section,
              columns.get(0),
              columns.get(1),
              columns.get(2),
              columns.get(3),
              columns.get(4),
              kinds));
    }
  }

  private static Set<EventKind> kinds(String name) {
    return switch (name) {
      case "processes" -> KindSets.PROCESSES;
      case "hooks" -> KindSets.HOOKS;
      default -> throw new IllegalStateException("no events are called " + name);
    };
  }
}
