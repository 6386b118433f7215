package dev.tocsin.command;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The commands of a part of a shell's text.
 *
 * @param readers those that read its standard input
 * @param writers those that write to its standard output
 */
record ShellGroup(Set<Integer> readers, Set<Integer> writers) {
  static ShellGroup empty() {
    return new ShellGroup(new LinkedHashSet<>(), new LinkedHashSet<>());
  }

  static ShellGroup of(int command) {
    return new ShellGroup(
        new LinkedHashSet<>(Set.of(command)), new LinkedHashSet<>(Set.of(command)));
  }

  void add(ShellGroup other) {
    readers.addAll(other.readers);
    writers.addAll(other.writers);
  }
}
