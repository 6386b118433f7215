package dev.tocsin.notify.reach;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/**
 * Which addresses an output may make the operator connect to. Those of the system namespace may
 * reach any; those of tenants not what only the operator can reach: its own host, its link,
 * metadata services, the API server, and what the installation denies.
 *
 * @param apiServers addresses of the API server
 * @param denied further ranges
 */
public record AddressRule(
    boolean restricted, Set<InetAddress> apiServers, Set<AddressRange> denied) {
  /** Metadata services that are not link-local: of AWS over IPv6, Alibaba, Azure and Oracle. */
  private static final Set<AddressRange> METADATA =
      Set.of(
          AddressRange.parse("fd00:ec2::254/128"),
          AddressRange.parse("100.100.100.200/32"),
          AddressRange.parse("168.63.129.16/32"),
          AddressRange.parse("192.0.0.192/32"));

  private static final AddressRange THIS_NETWORK = AddressRange.parse("0.0.0.0/8");

  /** IPv4 in IPv6, for translators: the last four bytes are the address that is reached. */
  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

  private static final AddressRange COMPATIBLE = AddressRange.parse("::/96");
  private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

  public AddressRule {
    apiServers = Set.copyOf(apiServers);
    denied = Set.copyOf(denied);
  }

  public static AddressRule unrestricted() {
    return new AddressRule(false, Set.of(), Set.of());
  }

  /**
   * The addresses of a name, each of which may be reached.
   *
   * @throws UnreachableReceiverException with the answer to a delivery
   */
  public InetAddress[] addresses(String host, HttpCalls.Resolver resolver)
      throws UnreachableReceiverException {
    InetAddress[] addresses;
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw new UnreachableReceiverException(
          new ReceiverAnswer.Retry("the name of the receiver does not resolve", null));
    }
    for (InetAddress address : addresses) {
      String refusal = refusal(address);
      if (!refusal.isEmpty()) {
        throw new UnreachableReceiverException(
            new ReceiverAnswer.Forbidden(
                "outputs of this namespace may not reach the receiver, whose address " + refusal));
      }
    }
    if (addresses.length == 0) {
      throw new UnreachableReceiverException(
          new ReceiverAnswer.Retry("the name of the receiver has no address", null));
    }
    return addresses;
  }

  /** Why an address may not be reached; empty when it may. */
  String refusal(InetAddress address) {
    if (!restricted) {
      return "";
    }
    InetAddress reached = reached(address);
    if (reached.isLoopbackAddress() || reached.isAnyLocalAddress() || THIS_NETWORK.has(reached)) {
      return "is the operator's own host";
    }
    if (METADATA.stream().anyMatch(range -> range.has(reached))) {
      return "is a metadata service";
    }
    if (reached.isLinkLocalAddress()) {
      return "is link-local";
    }
    if (reached.isMulticastAddress()) {
      return "is a multicast address";
    }
    if (apiServers.contains(reached)) {
      return "is the API server";
    }
    return denied.stream().anyMatch(range -> range.has(reached)) ? "is in a denied range" : "";
  }

  private static InetAddress reached(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (NAT64.has(address) || COMPATIBLE.has(address) && !address.isLoopbackAddress()) {
      return embedded(bytes, 12);
    }
    return SIX_TO_FOUR.has(address) ? embedded(bytes, 2) : address;
  }

  private static InetAddress embedded(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
