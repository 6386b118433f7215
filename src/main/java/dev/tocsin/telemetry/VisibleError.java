package dev.tocsin.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.tocsin.text.Visible;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An error and its causes with their stacks, in lines of their own. Messages of errors quote what
 * was read: each stays on the line that it begins.
 */
final class VisibleError extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy error) {
    StringBuilder text = new StringBuilder();
    String relation = "";
    for (IThrowableProxy each = error; each != null; each = each.getCause()) {
      text.append(relation)
          .append(each.getClassName())
          .append(": ")
          .append(Visible.line(String.valueOf(each.getMessage())))
          .append(System.lineSeparator())
          .append(stack(each));
      relation = "Caused by: ";
      if (each.isCyclic()) {
        break;
      }
    }
    return text.toString();
  }

  private static String stack(IThrowableProxy error) {
    StackTraceElementProxy[] frames = error.getStackTraceElementProxyArray();
    int own = frames.length - error.getCommonFrames();
    return Stream.of(frames)
        .limit(own)
        .map(frame -> "\t" + frame + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
