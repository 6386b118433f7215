package dev.tocsin.engine.policy;

import dev.tocsin.event.MalformedEventException;

/**
 * The boundary around all work for one policy: what is thrown there is that policy's failure and
 * nobody else's. Whoever does work for a policy catches {@code RuntimeException | Error}, asks here
 * for the {@link #cause}, and takes the policy out.
 *
 * <p>Three things are no policy's failure and go on their way:
 *
 * <ul>
 *   <li>{@link OutOfMemoryError}: the heap is everybody's. Who meets its end need not be who filled
 *       it, and other threads may have been stopped in the middle of what they did.
 *   <li>{@link InternalError}, {@link UnknownError} and whatever else the virtual machine says of
 *       itself: nothing that it does can be relied on any more. {@link StackOverflowError} is the
 *       exception: the stack is this thread's own, and is empty again where it is caught.
 *   <li>{@link MalformedEventException}: the event's fault.
 * </ul>
 */
public final class Containment {
  private static final int LONGEST = 300;

  private Containment() {}

  /**
   * The failure in one line of at most a few hundred characters: what was thrown, and where.
   *
   * @throws MalformedEventException as it is
   * @throws VirtualMachineError as it is, other than {@link StackOverflowError}
   */
  public static String cause(Throwable thrown) {
    return switch (thrown) {
      case MalformedEventException event -> throw event;
      case StackOverflowError overflow -> "StackOverflowError: it nests too deeply" + at(overflow);
      case VirtualMachineError fatal -> throw fatal;
      default -> shortened(thrown.toString()) + at(thrown);
    };
  }

  private static String at(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return frames.length == 0 ? "" : " at " + frames[0];
  }

  /** What others chose may stand in it, in any length. */
  public static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
