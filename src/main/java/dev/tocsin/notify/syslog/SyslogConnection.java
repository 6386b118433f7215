package dev.tocsin.notify.syslog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection to a receiver of syslog, which says nothing: but when it goes, that is seen. */
final class SyslogConnection implements AutoCloseable {
  private final Socket socket;
  private volatile boolean closed;

  SyslogConnection(Socket socket) {
    this.socket = socket;
    Thread.ofVirtual().name("syslog watch").start(this::watch);
  }

  private void watch() {
    byte[] said = new byte[1024];
    try {
      InputStream in = socket.getInputStream();
      while (in.read(said) >= 0) {
        // nothing is expected, and nothing is made of it
      }
    } catch (IOException e) {
      // it broke
    }
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone all the same
    }
  }
}
