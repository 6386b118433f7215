package dev.tocsin.transport.server;

/** What became of an entry of a sensor's spool. All but the first two are refusals. */
public enum EntryOutcome {
  TAKEN,
  /** The sensor was notified that it may forget it; counted as taken before. */
  DONE,
  MALFORMED,
  TOO_LARGE,
  UNKNOWN_POLICY,
  /** Matches of the node that wait for their windows are as many as may be. */
  TOO_MANY_MATCHES,
  /** A finding of a policy that does not see the namespace of the pod. */
  OUT_OF_SCOPE
}
