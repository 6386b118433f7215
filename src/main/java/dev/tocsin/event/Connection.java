package dev.tocsin.event;

/**
 * The connection an event is about. Ports are 0 and texts {@code ""} where the event does not say.
 *
 * <p>Addresses are as the agent sent them: an IPv4 peer of an IPv6 socket is {@code
 * ::ffff:10.0.0.1}. Whoever compares with networks takes {@link #unmapped} first.
 *
 * @param protocol {@code TCP}, {@code UDP}, or another name without the kernel's {@code IPPROTO_};
 *     {@code ""} when only the peer's address is known
 */
public record Connection(
    String sourceIP, int sourcePort, String destinationIP, int destinationPort, String protocol) {
  private static final String MAPPED = "::ffff:";

  public static final Connection NONE = new Connection("", 0, "", 0, "");

  public boolean present() {
    return !destinationIP.isEmpty() || !sourceIP.isEmpty();
  }

  /** Whether it says where to: false for a socket that listens. */
  boolean hasDestination() {
    return !destinationIP.isEmpty() && destinationPort != 0;
  }

  /** The IPv4 address in an IPv4-mapped IPv6 address; any other text as it is. */
  public static String unmapped(String address) {
    return address.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && address.indexOf('.') > 0
        ? address.substring(MAPPED.length())
        : address;
  }
}
