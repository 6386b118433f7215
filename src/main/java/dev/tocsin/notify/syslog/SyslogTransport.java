package dev.tocsin.notify.syslog;

import dev.tocsin.notify.reach.ReceiverAnswer;
import java.util.List;

/** Carries messages of syslog to one receiver, which acknowledges none of them. */
interface SyslogTransport extends AutoCloseable {
  /** Sends messages, all or none as far as it is known. */
  ReceiverAnswer send(List<byte[]> messages) throws InterruptedException;

  /** Ends what is under way. */
  @Override
  void close();
}
