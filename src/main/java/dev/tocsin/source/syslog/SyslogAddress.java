package dev.tocsin.source.syslog;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen for syslog.
 *
 * @param port 0 takes a free one
 */
public record SyslogAddress(Protocol protocol, String host, int port) {
  private static final String LOOPBACK = "127.0.0.1";

  private static final Pattern FORM =
      Pattern.compile("(tcp|udp)://(?:\\[([0-9a-fA-F:.]+)]|([^\\s\\[\\]:/]*)):(\\d{1,5})");

  /** How messages come. */
  public enum Protocol {
    TCP,
    UDP
  }

  /**
   * Reads {@code tcp://host:port} or {@code udp://host:port}. Without a host it is the loopback; an
   * IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static SyslogAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(4)) > 65535) {
      throw new IllegalArgumentException(
          "no address to listen for syslog: '"
              + text
              + "' (expected tcp://host:port or udp://host:port; tcp://:port is the loopback)");
    }
    String host = form.group(2) == null ? form.group(3) : form.group(2);
    return new SyslogAddress(
        Protocol.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
        host.isEmpty() ? LOOPBACK : host,
        Integer.parseInt(form.group(4)));
  }

  SyslogAddress at(int boundPort) {
    return new SyslogAddress(protocol, host, boundPort);
  }

  @Override
  public String toString() {
    return protocol.name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
