package dev.tocsin.language.function;

import com.google.common.primitives.Ints;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.values.OpaqueValue;

/**
 * A network of the {@code cidr()} library: an address and a prefix length. Bits after the prefix
 * are kept, as in Kubernetes; {@link #masked} drops them.
 */
public final class Cidr extends OpaqueValue {
  static final OpaqueType TYPE = OpaqueType.create("net.CIDR");

  private final IpAddress ip;
  private final int prefixLength;

  /** The bits of the address; 0 unless it is one of IPv4. */
  private final int ipv4;

  private Cidr(IpAddress ip, int prefixLength) {
    this.ip = ip;
    this.prefixLength = prefixLength;
    this.ipv4 = ip.isV4() ? Ints.fromByteArray(ip.bytes()) : 0;
  }

  /**
   * @throws CelBadFormatException when the text is no CIDR
   */
  public static Cidr parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw new CelBadFormatException("'" + text + "' is not a CIDR: no prefix length");
    }
    IpAddress ip = IpAddress.parse(text.substring(0, slash));
    int bits = prefixLength(text.substring(slash + 1));
    if (bits < 0 || bits > ip.bytes().length * 8) {
      throw new CelBadFormatException("'" + text + "' is not a CIDR: bad prefix length");
    }
    return new Cidr(ip, bits);
  }

  static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (CelBadFormatException e) {
      return false;
    }
  }

  /** Digits only, no sign and no leading zero; -1 otherwise. */
  private static int prefixLength(String text) {
    if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = value * 10 + (digit - '0');
    }
    return value;
  }

  IpAddress ip() {
    return ip;
  }

  long prefixLength() {
    return prefixLength;
  }

  public boolean contains(IpAddress other) {
    byte[] mine = ip.bytes();
    byte[] theirs = other.bytes();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / 8;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & mask(rest)) == 0;
  }

  /**
   * @param address its 32 bits
   */
  public boolean containsIpv4(int address) {
    return ip.isV4() && (prefixLength == 0 || (address ^ ipv4) >>> 32 - prefixLength == 0);
  }

  boolean contains(Cidr other) {
    return prefixLength <= other.prefixLength && contains(other.ip);
  }

  Cidr masked() {
    byte[] bytes = ip.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      int bits = Math.clamp(prefixLength - i * 8L, 0, 8);
      bytes[i] &= (byte) mask(bits);
    }
    return new Cidr(new IpAddress(bytes), prefixLength);
  }

  private static int mask(int bits) {
    return 0xff00 >> bits & 0xff;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public OpaqueType celType() {
    return TYPE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && prefixLength == cidr.prefixLength && ip.equals(cidr.ip);
  }

  @Override
  public int hashCode() {
    return ip.hashCode() * 31 + prefixLength;
  }

  @Override
  public String toString() {
    return ip + "/" + prefixLength;
  }
}
