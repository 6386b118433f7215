package dev.tocsin.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a text for a shell and the texts nested in it share, and how much of them is read yet. */
final class ShellScope {
  private static final int DEEPEST = 16;

  /** Where relative paths are of, behind the last {@code cd}; empty when it is not known. */
  String cwd;

  final ShellFlow flow;

  final ShellVariables variables;

  /** What the descriptors that {@code exec} opened are tied to. */
  final Map<Integer, Set<Integer>> descriptors = new HashMap<>();

  private int depth;
  private int charactersLeft;
  private boolean complete = true;

  /**
   * @param characters that are read, those of a nested text again on each level; and as many are
   *     put in the places of variables
   */
  ShellScope(String cwd, ShellFlow flow, int characters) {
    this.variables = new ShellVariables(characters, this::giveUp);
    this.cwd = cwd;
    this.flow = flow;
    this.charactersLeft = characters;
  }

  /** One floor down; false, and no longer complete, where the bounds end. Then up again. */
  boolean enter(int characters) {
    charactersLeft -= characters;
    if (depth >= DEEPEST || flow.isFull() || charactersLeft < 0) {
      complete = false;
      return false;
    }
    depth++;
    return true;
  }

  void leave() {
    depth--;
  }

  void giveUp() {
    complete = false;
  }

  boolean isComplete() {
    return complete;
  }
}
