package dev.tocsin.listen;

import dev.tocsin.listen.ListenerStats.Refusal;
import java.io.IOException;

/** A request that is answered with why not, and ends its connection. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Refusal refusal;

  public RefusedException(int status, Refusal refusal, String message) {
    super(message);
    this.status = status;
    this.refusal = refusal;
  }

  int status() {
    return status;
  }

  Refusal refusal() {
    return refusal;
  }
}
