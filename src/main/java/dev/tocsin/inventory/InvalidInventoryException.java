package dev.tocsin.inventory;

import org.jspecify.annotations.Nullable;

/** A file of pods that cannot be read; the message names the file and the object or position. */
public final class InvalidInventoryException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidInventoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
