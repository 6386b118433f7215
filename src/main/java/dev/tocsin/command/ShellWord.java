package dev.tocsin.command;

import java.util.Set;

/**
 * A word of a shell's text.
 *
 * @param text without quotes; what cannot be known stands as written, output of a command as
 *     nothing
 * @param sources the commands whose output is part of it
 * @param isFile the output comes as a file to read: {@code <(...)}
 * @param sinks the commands that read what is written to it: {@code >(...)}
 */
record ShellWord(String text, Set<Integer> sources, boolean isFile, Set<Integer> sinks) {
  static ShellWord of(String text, Set<Integer> sources) {
    return new ShellWord(text, sources, false, Set.of());
  }
}
