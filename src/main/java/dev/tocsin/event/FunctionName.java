package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Names of traced functions. */
final class FunctionName {
  private static final String[] SYSCALL_PREFIXES = {
    "__x64_",
    "__ia32_",
    "__x32_",
    "__arm64_",
    "__arm_",
    "__riscv_",
    "__s390x_",
    "__s390_",
    "__powerpc_",
    "__loongarch_",
    "__se_",
    "__do_"
  };

  private static final byte[][] ENCODED_PREFIXES =
      Stream.of(SYSCALL_PREFIXES).map(FunctionName::encoded).toArray(byte[][]::new);
  private static final byte[] UNDERSCORES = encoded("__");
  private static final byte[] SYSCALL = encoded("sys_");
  private static final byte[] COMPAT_SYSCALL = encoded("compat_sys_");

  private static final byte[] UDP_SENDMSG = encoded("udp_sendmsg");
  private static final byte[] UDPV6_SENDMSG = encoded("udpv6_sendmsg");
  private static final byte[] CONNECT = encoded("connect");
  private static final byte[] DISCONNECT = encoded("disconnect");
  private static final byte[] BIND = encoded("bind");

  private FunctionName() {}

  private static byte[] encoded(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** As {@link #normalise(String)}, on the bytes. */
  static void normalise(EncodedText function) {
    if (!function.startsWith(UNDERSCORES, 0)) {
      return;
    }
    for (byte[] prefix : ENCODED_PREFIXES) {
      if (function.startsWith(prefix, 0)
          && (function.startsWith(SYSCALL, prefix.length)
              || function.startsWith(COMPAT_SYSCALL, prefix.length))) {
        function.skip(prefix.length);
        return;
      }
    }
  }

  /**
   * The name without the prefix that an architecture gives to its system calls: {@code
   * __x64_sys_setns} becomes {@code sys_setns}, {@code __ia32_compat_sys_open} becomes {@code
   * compat_sys_open}. Any other name stays as it is.
   */
  static String normalise(String function) {
    if (!function.startsWith("__")) {
      return function;
    }
    for (String prefix : SYSCALL_PREFIXES) {
      if (function.startsWith(prefix)
          && (function.startsWith("sys_", prefix.length())
              || function.startsWith("compat_sys_", prefix.length()))) {
        return function.substring(prefix.length());
      }
    }
    return function;
  }

  /**
   * Whether the function begins a connection or sends a datagram. Decided by name, because the
   * arguments of listening, accepting and sending functions look the same.
   */
  static boolean connects(EncodedText function) {
    return function.is(UDP_SENDMSG)
        || function.is(UDPV6_SENDMSG)
        || (function.contains(CONNECT) && !function.contains(DISCONNECT));
  }

  /** Whether the function gives a socket an address of its own. */
  static boolean binds(EncodedText function) {
    return function.contains(BIND);
  }
}
