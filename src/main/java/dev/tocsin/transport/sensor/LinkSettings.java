package dev.tocsin.transport.sensor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to the operator.
 *
 * @param addresses {@code host:port}; a name may stand for several replicas, as that of a headless
 *     Service does
 * @param tls null: plaintext, which shows the token to anyone on the way
 * @param token file of the bearer token; null: none is sent. Read at each connect, as it is renewed
 */
public record LinkSettings(
    List<String> addresses, @Nullable Tls tls, @Nullable Path token, Timing timing) {

  public LinkSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address of an operator");
    }
    addresses.forEach(OperatorAddress::parse);
  }

  /**
   * @param authorities PEM file of the authorities to trust; read at each connect
   * @param serverName the name that the server's certificate must be for, whatever the address
   */
  public record Tls(Path authorities, String serverName) {}

  /**
   * How often and how long.
   *
   * @param connect from the first attempt to reach a replica until its Welcome
   * @param keepAlive after so much silence the other end is asked whether it is there
   * @param keepAliveAnswer how long it may take to answer
   * @param firstBackoff after all replicas have been tried without success; doubled from there on
   * @param lastBackoff the longest delay
   */
  public record Timing(
      Duration connect,
      Duration keepAlive,
      Duration keepAliveAnswer,
      Duration firstBackoff,
      Duration lastBackoff) {
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(8),
            Duration.ofMillis(250),
            Duration.ofSeconds(5));
  }
}
