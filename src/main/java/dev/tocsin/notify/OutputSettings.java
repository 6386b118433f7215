package dev.tocsin.notify;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.reach.AddressRange;
import java.util.Set;

/**
 * @param systemNamespace whose outputs may send every alert, anywhere
 * @param denied what outputs of other namespaces may not reach, besides loopback, link-local
 *     addresses, metadata services and the API server
 * @param silenceFloor from this severity on, silences of other namespaces do not hold back what
 *     outputs of the system namespace send
 * @param instance names this process in Events, such as its pod's name
 */
public record OutputSettings(
    String systemNamespace, Set<AddressRange> denied, Severity silenceFloor, String instance) {
  public OutputSettings {
    denied = Set.copyOf(denied);
  }
}
