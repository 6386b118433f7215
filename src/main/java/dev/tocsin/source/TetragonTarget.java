package dev.tocsin.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One agent to subscribe to.
 *
 * @param tls null: plaintext, which is all that Tetragon up to 1.7 offers
 * @param node whose events are taken, others are refused; null: what the agent says is believed
 */
public record TetragonTarget(TetragonAddress address, @Nullable Tls tls, @Nullable String node) {

  public TetragonTarget {
    if (tls != null && address instanceof TetragonAddress.UnixSocket) {
      throw new IllegalArgumentException(
          "TLS is for host:port only: " + address + " is a unix socket");
    }
  }

  static TetragonTarget plaintext(TetragonAddress address) {
    return new TetragonTarget(address, null, null);
  }

  /**
   * The files are read at each connect, so that renewed certificates are taken up.
   *
   * @param authorities PEM file of the authorities to trust; null: those of the Java runtime
   * @param certificate PEM file of the client's certificate chain, for an agent that asks for one
   * @param key PEM file of its private key (PKCS #8); present exactly when the certificate is
   * @param authority the name to expect in the server's certificate, instead of the address: {@code
   *     any.tetragon-grpc.cilium.io} for certificates that Tetragon's chart makes
   */
  public record Tls(
      @Nullable Path authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable String authority) {
    public Tls {
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException(
            "a client certificate needs its key, and a key its certificate");
      }
    }
  }
}
