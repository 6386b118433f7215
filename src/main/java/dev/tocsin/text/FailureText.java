package dev.tocsin.text;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Why a server was not reached, in words: what Java throws then often has no message. */
public final class FailureText {
  private FailureText() {}

  /** The first cause, without the name of a class. */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case UnresolvedAddressException _ -> "its name is unknown here, or is none";
      case UnknownHostException _ -> "its name is unknown here, or is none";
      case ClosedChannelException _ -> "the connection was refused or closed";
      case TimeoutException _ -> "it took too long";
      case HttpTimeoutException _ -> "it took too long";
      case ConnectException refused when isRefusal(refused.getMessage()) ->
          "the connection was refused";
      case FileNotFoundException none when none.getMessage() == null ->
          "there is no such file"; // a socket in one
      default ->
          cause.getMessage() == null
              ? "the connection failed without a reason"
              : cause.getMessage();
    };
  }

  /** {@code connect(..) failed with error(-111): Connection refused}, of a system's own socket. */
  private static boolean isRefusal(@Nullable String message) {
    return message == null || message.endsWith("Connection refused");
  }
}
