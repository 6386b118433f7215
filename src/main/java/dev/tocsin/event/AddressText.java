package dev.tocsin.event;

/** IP addresses in texts. */
public final class AddressText {
  public static final long NOT_IPV4 = -1;

  private static final int MOST_DIGITS = 3;

  private AddressText() {}

  /**
   * The 32 bits of an IPv4 address in dotted decimal without leading zeros; {@link #NOT_IPV4} of
   * any other text.
   */
  public static long ipv4(EncodedText text) {
    byte[] bytes = text.bytes();
    int at = text.from();
    long address = 0;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (at == text.to() || bytes[at] != '.') {
          return NOT_IPV4;
        }
        at++;
      }
      int first = at;
      int value = 0;
      while (at < text.to() && at - first < MOST_DIGITS && isDigit(bytes[at])) {
        value = value * 10 + (bytes[at] - '0');
        at++;
      }
      int digits = at - first;
      if (digits == 0 || value > 255 || (digits > 1 && bytes[first] == '0')) {
        return NOT_IPV4;
      }
      address = address << 8 | value;
    }
    return at == text.to() ? address : NOT_IPV4;
  }

  private static boolean isDigit(byte letter) {
    return letter >= '0' && letter <= '9';
  }
}
