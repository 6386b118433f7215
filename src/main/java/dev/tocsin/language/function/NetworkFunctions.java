package dev.tocsin.language.function;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.runtime.CelFunctionOverload;

/** The {@code ip()} and {@code cidr()} libraries of Kubernetes' CEL. */
public final class NetworkFunctions {
  private NetworkFunctions() {}

  public static FunctionLibrary library() {
    FunctionLibrary library = new FunctionLibrary();
    addresses(library);
    networks(library);
    return library;
  }

  private static void addresses(FunctionLibrary library) {
    library
        .global("ip", "string_to_ip", IpAddress.TYPE, STRING, String.class, IpAddress::parse)
        .global("isIP", "is_ip", BOOL, STRING, String.class, IpAddress::isValid)
        .global(
            "ip.isCanonical",
            "ip_is_canonical",
            BOOL,
            STRING,
            String.class,
            text -> IpAddress.parse(text).toString().equals(text))
        .global(
            "string", "ip_to_string", STRING, IpAddress.TYPE, IpAddress.class, IpAddress::toString)
        .member("family", "ip_family", INT, IpAddress.TYPE, IpAddress.class, IpAddress::family);
    property(library, "isUnspecified", "ip_is_unspecified", IpAddress::isUnspecified);
    property(library, "isLoopback", "ip_is_loopback", IpAddress::isLoopback);
    property(
        library,
        "isLinkLocalMulticast",
        "ip_is_link_local_multicast",
        IpAddress::isLinkLocalMulticast);
    property(
        library, "isLinkLocalUnicast", "ip_is_link_local_unicast", IpAddress::isLinkLocalUnicast);
    property(library, "isGlobalUnicast", "ip_is_global_unicast", IpAddress::isGlobalUnicast);
  }

  private static void property(
      FunctionLibrary library,
      String name,
      String overload,
      CelFunctionOverload.Unary<IpAddress> body) {
    library.member(name, overload, BOOL, IpAddress.TYPE, IpAddress.class, body);
  }

  private static void networks(FunctionLibrary library) {
    library
        .global("cidr", "string_to_cidr", Cidr.TYPE, STRING, String.class, Cidr::parse)
        .global("isCIDR", "is_cidr", BOOL, STRING, String.class, Cidr::isValid)
        .global("string", "cidr_to_string", STRING, Cidr.TYPE, Cidr.class, Cidr::toString)
        .member("ip", "cidr_ip", IpAddress.TYPE, Cidr.TYPE, Cidr.class, Cidr::ip)
        .member(
            "prefixLength", "cidr_prefix_length", INT, Cidr.TYPE, Cidr.class, Cidr::prefixLength)
        .member("masked", "cidr_masked", Cidr.TYPE, Cidr.TYPE, Cidr.class, Cidr::masked)
        .member(
            "containsIP",
            "cidr_contains_ip_string",
            BOOL,
            Cidr.TYPE,
            Cidr.class,
            STRING,
            String.class,
            (cidr, text) -> cidr.contains(IpAddress.parse(text)))
        .member(
            "containsIP",
            "cidr_contains_ip_ip",
            BOOL,
            Cidr.TYPE,
            Cidr.class,
            IpAddress.TYPE,
            IpAddress.class,
            Cidr::contains)
        .dynamic(
            "containsIP",
            Cidr.class,
            Object.class,
            (cidr, other) ->
                cidr.contains(other instanceof IpAddress ip ? ip : IpAddress.parse(text(other))))
        .member(
            "containsCIDR",
            "cidr_contains_cidr_string",
            BOOL,
            Cidr.TYPE,
            Cidr.class,
            STRING,
            String.class,
            (cidr, text) -> cidr.contains(Cidr.parse(text)))
        .member(
            "containsCIDR",
            "cidr_contains_cidr",
            BOOL,
            Cidr.TYPE,
            Cidr.class,
            Cidr.TYPE,
            Cidr.class,
            Cidr::contains)
        .dynamic(
            "containsCIDR",
            Cidr.class,
            Object.class,
            (cidr, other) ->
                cidr.contains(other instanceof Cidr block ? block : Cidr.parse(text(other))));
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no such overload");
  }
}
