package dev.tocsin.cli;

import dev.tocsin.source.TetragonTarget;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS to Tetragon: an argument group, any option of which turns it on. */
final class AgentTls {
  static final String HEADING = "%nTLS to Tetragon (1.8 and later; plaintext without these):%n";

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      required = true,
      description = "PEM certificates to trust.")
  private Path ca = Path.of("");

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM client certificate, for mTLS.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM private key of the client certificate.")
  private @Nullable Path key;

  @Option(
      names = "--tls-authority",
      paramLabel = "NAME",
      description =
          "Name to expect in the server's certificate, if it is not the host that is dialed.")
  private @Nullable String authority;

  static Optional<TetragonTarget.Tls> of(@Nullable AgentTls options) {
    return Optional.ofNullable(options)
        .map(each -> new TetragonTarget.Tls(each.ca, each.certificate, each.key, each.authority));
  }
}
