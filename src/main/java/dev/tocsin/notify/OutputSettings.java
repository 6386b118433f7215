package dev.tocsin.notify;

import java.util.Set;

/**
 * @param systemNamespace whose outputs may send every alert, anywhere
 * @param denied what outputs of other namespaces may not reach, besides loopback, link-local
 *     addresses, metadata services and the API server
 */
public record OutputSettings(String systemNamespace, Set<AddressRange> denied) {
  public OutputSettings {
    denied = Set.copyOf(denied);
  }
}
