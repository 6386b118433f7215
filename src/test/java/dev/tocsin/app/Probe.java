package dev.tocsin.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a process says of itself over HTTP. */
final class Probe {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final int port;

  Probe(int port) {
    this.port = port;
  }

  /** The text of {@code /readyz}. */
  String readiness() {
    return get("/readyz");
  }

  String metrics() {
    return get("/metrics");
  }

  /** {@code ""} when nobody answers. */
  private String get(String path) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
