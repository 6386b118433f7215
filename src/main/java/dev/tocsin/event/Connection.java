package dev.tocsin.event;

/**
 * The connection an event is about. Ports are 0 and texts {@code ""} where the event does not say.
 */
public record Connection(
    String sourceIP, int sourcePort, String destinationIP, int destinationPort, String protocol) {
  public static final Connection NONE = new Connection("", 0, "", 0, "");

  public boolean present() {
    return !destinationIP.isEmpty() || !sourceIP.isEmpty();
  }
}
