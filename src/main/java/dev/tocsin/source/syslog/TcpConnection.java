package dev.tocsin.source.syslog;

import dev.tocsin.source.syslog.SyslogCounters.End;
import dev.tocsin.source.syslog.SyslogCounters.Outcome;
import dev.tocsin.source.sysmon.SysmonDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sender over TCP, read until it ends, or falls silent for too long. */
final class TcpConnection implements SyslogFrames.Receiver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
  private static final int READ = 16 << 10;

  private final Socket socket;
  private final SocketAddress sender;
  private final SyslogIntake intake;
  private final SyslogListener.Limits limits;
  private final SysmonDecoder decoder = new SysmonDecoder();
  private final SyslogFrames frames;
  private volatile boolean evicted;

  TcpConnection(Socket socket, SyslogIntake intake, SyslogListener.Limits limits) {
    this.socket = socket;
    this.sender = socket.getRemoteSocketAddress();
    this.intake = intake;
    this.limits = limits;
    this.frames = new SyslogFrames(limits.messageBytes(), this);
  }

  /** Reads to the end, and says how it came. */
  End read() {
    byte[] bytes = new byte[READ];
    try {
      InputStream stream = socket.getInputStream();
      long deadline = in(limits.idle());
      long begun = 0;
      while (true) {
        socket.setSoTimeout(millisUntil(deadline));
        int count = stream.read(bytes);
        if (count < 0) {
          frames.end(true);
          return End.CLOSED;
        }
        frames.feed(bytes, count);
        if (frames.isBetween()) {
          deadline = in(limits.idle());
        } else if (frames.begun() != begun) {
          deadline = in(limits.unfinished());
        }
        begun = frames.begun();
      }
    } catch (SocketTimeoutException e) {
      frames.end(false);
      return End.IDLE;
    } catch (IOException e) {
      frames.end(false);
      LOG.debug("the connection of {} ended", sender, e);
      return evicted ? End.DISPLACED : End.CLOSED;
    }
  }

  private static long in(Duration duration) {
    return System.nanoTime() + duration.toNanos();
  }

  /** At least 1, as 0 would be for ever. */
  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  @Override
  public void message(byte[] bytes, int length) {
    intake.take(decoder, bytes, length, sender);
  }

  @Override
  public void tooLong() {
    intake.lost(Outcome.TOO_LONG, "longer than " + limits.messageBytes() + " bytes", sender);
  }

  @Override
  public void cut() {
    intake.lost(Outcome.BROKEN, "the connection ended within it", sender);
  }

  /** Ends the reading in favour of another sender, from any thread. */
  void displace() {
    evicted = true;
    close();
  }

  /** Ends the reading, from any thread. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("the connection of {} cannot be closed", sender, e);
    }
  }

  @Override
  public String toString() {
    return String.valueOf(sender);
  }
}
