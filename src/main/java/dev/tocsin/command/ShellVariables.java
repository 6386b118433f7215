package dev.tocsin.command;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What variables were set to in a text for a shell. Only so many characters are put in their
 * places: {@code a=$a$a}, thirty times, would be more than any memory holds.
 */
final class ShellVariables {
  private final Map<String, ShellWord> values = new HashMap<>();
  private final Runnable giveUp;
  private int charactersLeft;

  /**
   * @param characters that are put in the places of variables
   * @param giveUp called when there are no more
   */
  ShellVariables(int characters, Runnable giveUp) {
    this.charactersLeft = characters;
    this.giveUp = giveUp;
  }

  void set(String name, ShellWord value) {
    values.put(name, value);
  }

  /** What is put in the place of a variable; null: nobody knows, and the name stands. */
  @Nullable ShellWord take(String name) {
    ShellWord value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value.text().length() > charactersLeft) {
      giveUp.run();
      return null;
    }
    charactersLeft -= value.text().length();
    return value;
  }
}
