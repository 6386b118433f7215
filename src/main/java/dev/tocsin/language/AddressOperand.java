package dev.tocsin.language;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.tocsin.event.AddressText;
import dev.tocsin.language.function.Cidr;
import dev.tocsin.language.function.IpAddress;

/**
 * A text that is asked about as an IP address. An IPv4 address that is still encoded is read where
 * it lies.
 */
record AddressOperand(TextOperand operand) {
  /** {@code isIP(connection.destinationIP)}. */
  Predicate isIp() {
    return context -> ipv4(context) >= 0 || IpAddress.isValid(operand.text().text(context));
  }

  /** {@code cidr('10.0.0.0/8').containsIP(connection.destinationIP)}. */
  Predicate isIn(Cidr network) {
    return context -> {
      long ipv4 = ipv4(context);
      return ipv4 >= 0 ? network.containsIpv4((int) ipv4) : contains(network, context);
    };
  }

  private boolean contains(Cidr network, EventContext context) throws EvaluationException {
    String text = operand.text().text(context);
    try {
      return network.contains(IpAddress.parse(text));
    } catch (CelRuntimeException e) {
      throw Failures.of(e);
    }
  }

  private long ipv4(EventContext context) {
    TextOperand.Encoded encoded = operand.encoded();
    return encoded == null ? AddressText.NOT_IPV4 : AddressText.ipv4(encoded.of(context));
  }
}
