package dev.tocsin.cli;

/**
 * A key of a terminal.
 *
 * @param character of {@link Key#CHARACTER}; else 0
 */
record KeyPress(Key key, char character) {

  /** What a key does, whatever codes the terminal has for it. */
  enum Key {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    ENTER,
    ESCAPE,
    BACKSPACE,
    INTERRUPT,
    CHARACTER
  }

  static KeyPress of(Key key) {
    return new KeyPress(key, (char) 0);
  }

  static KeyPress of(char character) {
    return new KeyPress(Key.CHARACTER, character);
  }
}
