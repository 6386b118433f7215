package dev.tocsin.source;

import dev.tocsin.text.FailureText;
import io.grpc.Status;

/** Why a call to an agent failed, in words. */
final class CallFailure {
  private CallFailure() {}

  /** The cause first: of a socket that nobody listens at, the description is "io exception". */
  static String reason(Status status) {
    if (status.getCause() != null) {
      return FailureText.of(status.getCause());
    }
    return status.getDescription() == null ? status.getCode().toString() : status.getDescription();
  }
}
