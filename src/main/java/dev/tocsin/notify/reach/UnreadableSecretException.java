package dev.tocsin.notify.reach;

/** A Secret has not what an output names; the message says which, and nothing of what is in it. */
public final class UnreadableSecretException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableSecretException(String message) {
    super(message);
  }
}
