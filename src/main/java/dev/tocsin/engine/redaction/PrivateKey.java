package dev.tocsin.engine.redaction;

/** A private key in PEM, which may go over many words. */
final class PrivateKey {
  private static final String BEGIN = "-----BEGIN";
  private static final String END = "-----END";

  /** Between {@link #BEGIN} and the end of its line. */
  private static final int LONGEST_KIND = 60;

  private PrivateKey() {}

  /**
   * Masks the key that begins in a word.
   *
   * @param to where the text ends
   * @return where the key ends; {@code start} where none begins
   */
  static int end(Quotes text, int start, int wordEnd, int to, Masks masks) {
    int from = text.find(BEGIN, start, wordEnd);
    int named = from < 0 ? -1 : text.find("PRIVATE KEY", from, Math.min(to, from + LONGEST_KIND));
    if (named < 0) {
      return start;
    }
    int line = text.find("-----", named, Math.min(to, named + 20));
    int key = line < 0 ? named : line + 5;
    int end = text.find(END, key, to);
    masks.add(key, end < 0 ? to : end);
    return end < 0 ? to : text.plainEnd(end + END.length(), to);
  }
}
