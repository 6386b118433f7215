package dev.tocsin.telemetry;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.tocsin.text.Visible;

/** The message, on one line. */
final class VisibleMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Visible.line(super.convert(event));
  }
}
