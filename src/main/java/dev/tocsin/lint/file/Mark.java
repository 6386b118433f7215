package dev.tocsin.lint.file;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
record Mark(int line, int column) {
  static final Mark START = new Mark(1, 1);
}
