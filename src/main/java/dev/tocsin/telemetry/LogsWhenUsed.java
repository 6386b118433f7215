package dev.tocsin.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs that are set up when something asks for the first logger: most commands log nothing, and to
 * set them up takes longer than some of these do. Loads no class of Logback before.
 */
public final class LogsWhenUsed {
  private static volatile @Nullable Supplier<String> version;

  private LogsWhenUsed() {}

  /** To be called first thing in a process. */
  public static void setUp(Supplier<String> version) {
    LogsWhenUsed.version = version;
  }

  /**
   * What Logback asks, as a service, for the first logger. It leaves a process alone that did not
   * call {@link #setUp}: one that runs tests.
   */
  public static final class Service extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
      Supplier<String> wanted = version;
      if (wanted == null) {
        return ExecutionStatus.INVOKE_NEXT_IF_ANY;
      }
      Logs.setUp(context, Logs.Format.automatic(), false, wanted.get());
      return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
  }
}
