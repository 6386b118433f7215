package dev.tocsin.event;

/**
 * Knows a write that Tetragon reports twice. A write to a file of an overlay passes the kernel's
 * hooks once for the file of the overlay and once for the real one below, in the same thread, right
 * after each other and with the same path.
 *
 * <p>Keeps one write, and belongs to one thread. Where events of other processors come in between
 * it misses some, which are then counted twice; it never drops a write of another process, thread
 * or path.
 */
public final class RepeatedWrites {
  /** From the one to the other took 6 ms at most, in an emulated machine. */
  private static final long APART_NANOS = 10_000_000;

  private final EncodedText text = new EncodedText();
  private final EncodedText path = new EncodedText();
  private final EncodedText execId = new EncodedText();
  private String action = "";
  private long tid;
  private long timeNanos;

  /** Whether an event is the second one of the write before it, which it forgets then. */
  public boolean repeats(Event event) {
    if (!event.kind().bringsDerived()) {
      return false;
    }
    FileView file = event.file();
    if (!file.isChanged()) {
      return false;
    }
    boolean repeats =
        isSoonAfter(event.timeNanos())
            && event.process().tid() == tid
            && file.action().equals(action)
            && isPath(file)
            && isProcess(event.process());
    if (repeats) {
      action = "";
    } else {
      keep(event, file);
    }
    return repeats;
  }

  private boolean isSoonAfter(long nanos) {
    return nanos >= timeNanos && nanos - timeNanos < APART_NANOS;
  }

  private boolean isPath(FileView file) {
    file.path(text);
    return text.is(path);
  }

  private boolean isProcess(ProcessView process) {
    process.execId(text);
    return !text.isEmpty() && text.is(execId);
  }

  private void keep(Event event, FileView file) {
    file.path(text);
    path.copyOf(text);
    event.process().execId(text);
    execId.copyOf(text);
    action = file.action();
    tid = event.process().tid();
    timeNanos = event.timeNanos();
  }
}
