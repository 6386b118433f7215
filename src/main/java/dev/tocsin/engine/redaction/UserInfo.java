package dev.tocsin.engine.redaction;

/** Who a URL says it is for: {@code scheme://user:password@host}. */
final class UserInfo {
  /** A user of so many characters with digits among them is a token. */
  private static final int TOKEN = 16;

  /** What is so long and goes on to where the text was cut is no port. */
  private static final int CUT = 200;

  private UserInfo() {}

  /**
   * Masks the password, or the user that is a token.
   *
   * @param start where the authority begins
   * @return where to go on
   */
  static int mask(CharSequence text, int start, int end, Masks masks) {
    int colon = -1;
    int at = -1;
    boolean digits = false;
    int i = start;
    while (i < end && "/\"'`".indexOf(text.charAt(i)) < 0) {
      char c = text.charAt(i);
      if (c == ':' && colon < 0) {
        colon = i;
      } else if (c == '@') {
        at = i;
      } else if (at < 0 && c >= '0' && c <= '9') {
        digits = true;
      }
      i++;
    }
    if (at < 0) {
      if (colon >= 0 && i == text.length() && i - colon > CUT) {
        masks.add(colon + 1, i);
        return i;
      }
      return start;
    }
    if (colon >= 0 && colon < at) {
      masks.add(colon + 1, at);
    } else if (digits && at - start >= TOKEN) {
      masks.add(start, at);
    }
    return at;
  }
}
