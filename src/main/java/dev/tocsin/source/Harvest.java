package dev.tocsin.source;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sees to it that nobody takes an input in which nothing was read for one in which all is well. */
final class Harvest {
  private final String name;
  private final Map<Entry.Ignored.Kind, Long> ignored = new EnumMap<>(Entry.Ignored.Kind.class);
  private boolean read;

  Harvest(String name) {
    this.name = name;
  }

  void count(Entry entry) {
    if (entry instanceof Entry.Ignored passedOver) {
      ignored.merge(passedOver.kind(), 1L, Long::sum);
    } else {
      read = true;
    }
  }

  /** What is to be said at the end of the input; null for nothing, also the second time. */
  @Nullable Entry end() {
    if (read || ignored.isEmpty()) {
      return null;
    }
    read = true;
    return new Entry.Defect(
        "there is no event in it: "
            + ignored.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().words())
                .collect(Collectors.joining(", "))
            + "; what is read is Tetragon's JSON (tetra getevents -o json, not -o compact), its"
            + " protobuf, and records of program starts by Sysmon for Linux",
        Position.line(name, 1));
  }
}
