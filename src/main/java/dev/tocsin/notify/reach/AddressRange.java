package dev.tocsin.notify.reach;

import java.net.InetAddress;

/** A range of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}. */
public record AddressRange(InetAddress first, int bits) {

  /**
   * @throws IllegalArgumentException says what is wrong with the text
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String bits = slash < 0 ? "" : text.substring(slash + 1);
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int all = address.getAddress().length * Byte.SIZE;
      if (bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= all) {
        return new AddressRange(address, Integer.parseInt(bits));
      }
    } catch (IllegalArgumentException noAddress) {
      throw new IllegalArgumentException(wrong(text), noAddress);
    }
    throw new IllegalArgumentException(wrong(text));
  }

  private static String wrong(String text) {
    return "'" + text + "' is no range of addresses: write it as 10.0.0.0/8";
  }

  boolean has(InetAddress address) {
    byte[] own = first.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> i % Byte.SIZE;
      if (((own[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
