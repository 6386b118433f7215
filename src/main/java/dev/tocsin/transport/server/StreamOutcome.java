package dev.tocsin.transport.server;

/** What became of a stream that a sensor opened. */
public enum StreamOutcome {
  ACCEPTED,
  /** Ended because its node opened another one; counted as accepted before. */
  REPLACED,
  NOT_LEADING,
  NO_TOKEN,
  TOKEN_MALFORMED,
  TOKEN_INVALID,
  OTHER_ACCOUNT,
  NO_NODE,
  /** The token could not be reviewed. */
  NOT_REVIEWED,
  /** The sensor says that it is of a node that is not its token's. */
  OTHER_NODE,
  OTHER_PROTOCOL,
  /** Ended because it did not keep to the protocol. */
  BROKEN;

  static StreamOutcome of(Authenticator.Reason reason) {
    return switch (reason) {
      case MALFORMED -> TOKEN_MALFORMED;
      case INVALID -> TOKEN_INVALID;
      case OTHER_ACCOUNT -> OTHER_ACCOUNT;
      case NO_NODE -> NO_NODE;
    };
  }
}
