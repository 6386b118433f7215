package dev.tocsin.event;

/** Connections as one line, to be compared. */
public final class Connections {
  private Connections() {}

  /** {@code protocol source:port > destination:port}. */
  public static String text(ConnectionView connection) {
    return text(
        connection.protocol(),
        connection.sourceIP(),
        connection.sourcePort(),
        connection.destinationIP(),
        connection.destinationPort());
  }

  static String text(
      String protocol, String sourceIP, int sourcePort, String destinationIP, int destinationPort) {
    return "%s %s:%d > %s:%d"
        .formatted(protocol, sourceIP, sourcePort, destinationIP, destinationPort);
  }
}
