package dev.tocsin.pipeline;

import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonTarget;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Which Tetragon agents are read.
 *
 * @param addresses empty when they are discovered, or there are none
 * @param metrics the page on which an agent counts what its stream does not show as lost; {@code
 *     localhost} in it stands for the host of the agent; empty: not looked at
 */
public record AgentSettings(
    List<TetragonAddress> addresses,
    Optional<Discovery> discovery,
    Optional<TetragonTarget.Tls> tls,
    Optional<URI> metrics) {

  public AgentSettings {
    addresses = List.copyOf(addresses);
  }

  /** How Tetragon's pods are found, in which namespace, and the port their agents listen on. */
  public record Discovery(String namespace, String selector, int port) {}
}
