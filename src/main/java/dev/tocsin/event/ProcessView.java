package dev.tocsin.event;

import java.util.List;

/**
 * A view over one {@code tetragon.Process}. Absent reads as empty; {@link #present} tells absent
 * from empty.
 */
public final class ProcessView {
  private ProcessView() {}

  /** False for the view of a process that the event does not carry. */
  public boolean present() {
    throw new UnsupportedOperationException();
  }

  public String execId() {
    throw new UnsupportedOperationException();
  }

  public String parentExecId() {
    throw new UnsupportedOperationException();
  }

  /** Host pid (tgid), 0 when absent. */
  public long pid() {
    throw new UnsupportedOperationException();
  }

  public long tid() {
    throw new UnsupportedOperationException();
  }

  /** Effective user id. */
  public long uid() {
    throw new UnsupportedOperationException();
  }

  /** Login user id; 4294967295 when unset. */
  public long auid() {
    throw new UnsupportedOperationException();
  }

  public String cwd() {
    throw new UnsupportedOperationException();
  }

  public String binary() {
    throw new UnsupportedOperationException();
  }

  /** Base name of the binary. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  public String arguments() {
    throw new UnsupportedOperationException();
  }

  /** Name, blank, arguments; only the name when there are no arguments. */
  public String commandLine() {
    throw new UnsupportedOperationException();
  }

  /** Blank separated: {@code execve clone}. */
  public String flags() {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether the agent re-announced a running process at its own start: inventory, not an execution.
   */
  public boolean fromProcFs() {
    throw new UnsupportedOperationException();
  }

  /** Unix time in nanoseconds, 0 when absent. */
  public long startTimeNanos() {
    throw new UnsupportedOperationException();
  }

  /**
   * First 31 hex digits of the container id (fewer in old exports), {@code ""} for host processes.
   */
  public String docker() {
    throw new UnsupportedOperationException();
  }

  public boolean inInitTree() {
    throw new UnsupportedOperationException();
  }

  public String userName() {
    throw new UnsupportedOperationException();
  }

  /**
   * What the agent itself knew of the pod when it sent the event; not {@link PodView#present}
   * without one.
   */
  public PodView pod() {
    throw new UnsupportedOperationException();
  }

  /** Names such as {@code CAP_SYS_ADMIN}; empty unless the agent sends credentials. */
  public List<String> effectiveCapabilities() {
    throw new UnsupportedOperationException();
  }
}
