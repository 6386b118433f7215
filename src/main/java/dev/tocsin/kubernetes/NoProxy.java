package dev.tocsin.kubernetes;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that are not asked by way of a proxy, as in {@code NO_PROXY}: separated by commas, with
 * blanks or without; {@code *} for all; a name for itself and what is below it, {@code .name} and
 * {@code *.name} only for what is below it; an address, or a network such as {@code 10.0.0.0/8};
 * each but networks with a port or without. What is none of these is nobody's name.
 */
record NoProxy(List<String> entries) {

  static NoProxy parse(String text) {
    return new NoProxy(
        Arrays.stream(text.split(",", -1))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /**
   * @param host a name, or an address, IPv6 with brackets or without
   */
  boolean covers(String host, int port) {
    String name = withoutBrackets(host).toLowerCase(Locale.ROOT);
    Optional<byte[]> address = address(name);
    if (name.equals("localhost") || address.isPresent() && isLoopback(name)) {
      return true;
    }
    return entries.stream().anyMatch(entry -> covers(entry, name, address, port));
  }

  private static boolean covers(String entry, String name, Optional<byte[]> address, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return address.isPresent()
          && isIn(address.get(), entry.substring(0, slash), entry.substring(slash + 1));
    }
    String host = entry;
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (hasPort) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      host = entry.substring(0, colon);
    }
    host = withoutBrackets(host);
    if (address.isPresent()) {
      return address(host).filter(each -> Arrays.equals(each, address.get())).isPresent();
    }
    String suffix = host.startsWith("*.") ? host.substring(1) : host;
    return suffix.startsWith(".")
        ? name.endsWith(suffix)
        : name.equals(suffix) || name.endsWith("." + suffix);
  }

  private static boolean isIn(byte[] address, String network, String length) {
    Optional<byte[]> start = address(withoutBrackets(network));
    if (start.isEmpty() || start.get().length != address.length || !length.matches("\\d{1,3}")) {
      return false;
    }
    int bits = Integer.parseInt(length);
    if (bits > 8 * address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int bit = 0x80 >> i % 8;
      if ((address[i / 8] & bit) != (start.get()[i / 8] & bit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLoopback(String address) {
    return InetAddress.ofLiteral(address).isLoopbackAddress();
  }

  /** Empty for a name. */
  private static Optional<byte[]> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
