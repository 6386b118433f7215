package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses to listen on, by listening there and connecting. */
class InstanceOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:0, 127.0.0.1",
    "localhost:0, localhost",
    "[::1]:0, ::1",
    "::1:0, ::1",
    ":0, 127.0.0.1",
    ":0, ::1",
    "[::]:0, ::1",
  })
  void whatListensAtAnAddressCanBeReached(String text, String from) throws IOException {
    InetSocketAddress address = InstanceOptions.address("--http-address", text);

    HttpServer http = HttpServer.create(address, 0);
    try {
      http.start();
      connect(from, http.getAddress().getPort());
    } finally {
      http.stop(0);
    }
    Server sensors =
        NettyServerBuilder.forAddress(address, InsecureServerCredentials.create()).build();
    try {
      sensors.start();
      connect(from, sensors.getPort());
    } finally {
      sensors.shutdownNow();
    }
  }

  private static void connect(String host, int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName(host), port)) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "localhost:", "localhost:http", "localhost:65536"})
  void whatIsNoAddressIsSaidWithItsOption(String text) {
    assertThatThrownBy(() -> InstanceOptions.address("--http-address", text))
        .hasMessage("--http-address: '" + text + "' is no HOST:PORT");
  }

  @Test
  void aNameThatDoesNotResolveIsSaidWithItsOption() {
    assertThatThrownBy(() -> InstanceOptions.address("--http-address", "no.such.invalid:1"))
        .hasMessage("--http-address: the name no.such.invalid does not resolve");
  }
}
