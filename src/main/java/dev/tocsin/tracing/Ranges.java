package dev.tocsin.tracing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Values of selectors that stand for several: {@code 8000:9000}, {@code 10.0.0.0/8}. */
final class Ranges {
  private Ranges() {}

  /** Whether one of the values is the number, or a range that holds it. */
  static TruthValue hold(List<String> values, long number) {
    return values.stream().map(value -> holds(value, number)).reduce(TruthValue.NO, TruthValue::or);
  }

  private static TruthValue holds(String value, long number) {
    int colon = value.indexOf(':');
    Optional<Long> from = number(colon < 0 ? value : value.substring(0, colon));
    Optional<Long> to = number(value.substring(colon + 1));
    return from.isEmpty() || to.isEmpty()
        ? TruthValue.UNKNOWN
        : TruthValue.of(from.get() <= number && number <= to.get());
  }

  /** Empty for what is none, such as the name of a list. */
  static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.decode(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether one of the values is the address, or a network that it is in. */
  static TruthValue holdAddress(List<String> networks, String address) {
    return networks.stream()
        .map(network -> holdsAddress(network, address))
        .reduce(TruthValue.NO, TruthValue::or);
  }

  private static TruthValue holdsAddress(String network, String address) {
    int slash = network.indexOf('/');
    try {
      byte[] base =
          InetAddress.ofLiteral(slash < 0 ? network : network.substring(0, slash)).getAddress();
      byte[] own = InetAddress.ofLiteral(address).getAddress();
      int bits = slash < 0 ? base.length * 8 : Integer.parseInt(network.substring(slash + 1));
      return TruthValue.of(base.length == own.length && sameBits(base, own, bits));
    } catch (IllegalArgumentException e) {
      return TruthValue.UNKNOWN;
    }
  }

  private static boolean sameBits(byte[] one, byte[] other, int bits) {
    for (int bit = 0; bit < Math.min(bits, one.length * 8); bit++) {
      int mask = 0x80 >> bit % 8;
      if (((one[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
