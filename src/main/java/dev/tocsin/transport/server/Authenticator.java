package dev.tocsin.transport.server;

/** Finds out which node a token speaks for. */
public interface Authenticator {

  /**
   * May take as long as a question to another server takes. Any thread.
   *
   * @param token as the sensor sent it; never to be logged
   * @param peer the address that it came from, without the port
   */
  Authentication authenticate(String token, String peer);

  sealed interface Authentication {
    record Accepted(NodeIdentity identity) implements Authentication {}

    /**
     * The token is no good, and asking again will not help.
     *
     * @param message for the sensor's log, without the token
     */
    record Refused(Reason reason, String message) implements Authentication {}

    /** It could not be found out. */
    record Unavailable(String message) implements Authentication {}
  }

  enum Reason {
    /** It is not a token. */
    MALFORMED,
    /** It was not issued by the cluster, not for this audience, or is no longer valid. */
    INVALID,
    /** It belongs to somebody who is not a sensor. */
    OTHER_ACCOUNT,
    /** Nothing says on which node its holder runs. */
    NO_NODE
  }
}
