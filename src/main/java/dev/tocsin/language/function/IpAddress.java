package dev.tocsin.language.function;

import com.google.common.net.InetAddresses;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.values.OpaqueValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * An IP address of the {@code ip()} library. As in Kubernetes, a text with a zone, with leading
 * zeros, or of an IPv4-mapped IPv6 address is no IP address.
 */
public final class IpAddress extends OpaqueValue {
  static final OpaqueType TYPE = OpaqueType.create("net.IP");

  @SuppressWarnings("Immutable") // never changed after construction
  private final byte[] bytes;

  IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws CelBadFormatException when the text is no IP address
   */
  public static IpAddress parse(String text) {
    if (text.indexOf('%') >= 0) {
      throw bad(text, "has a zone");
    }
    InetAddress address;
    try {
      address = InetAddresses.forString(text);
    } catch (IllegalArgumentException e) {
      throw bad(text, "is not an IP address");
    }
    if (address instanceof Inet4Address && text.indexOf(':') >= 0) {
      throw bad(text, "is an IPv4-mapped IPv6 address");
    }
    return new IpAddress(address.getAddress());
  }

  public static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (CelBadFormatException e) {
      return false;
    }
  }

  private static CelBadFormatException bad(String text, String why) {
    return new CelBadFormatException("'" + text + "' " + why);
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isV4() {
    return bytes.length == 4;
  }

  long family() {
    return isV4() ? 4 : 6;
  }

  boolean isUnspecified() {
    return address().isAnyLocalAddress();
  }

  boolean isLoopback() {
    return address().isLoopbackAddress();
  }

  boolean isLinkLocalUnicast() {
    return address().isLinkLocalAddress();
  }

  boolean isLinkLocalMulticast() {
    return address().isMCLinkLocal();
  }

  boolean isGlobalUnicast() {
    InetAddress address = address();
    return !(isV4() && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1}))
        && !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress();
  }

  private InetAddress address() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
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
    return other instanceof IpAddress ip && Arrays.equals(bytes, ip.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The canonical form: lower case, the longest run of zeros left out. */
  @Override
  public String toString() {
    return InetAddresses.toAddrString(address());
  }
}
