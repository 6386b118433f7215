package dev.tocsin.event;

import java.util.Map;

/**
 * A view over one {@code tetragon.Pod}: the agent's own knowledge, used where the live {@link Pod}
 * is missing.
 */
public final class PodView {
  private PodView() {}

  public boolean present() {
    throw new UnsupportedOperationException();
  }

  public String namespace() {
    throw new UnsupportedOperationException();
  }

  public String name() {
    throw new UnsupportedOperationException();
  }

  /** Since Tetragon 1.6; {@code ""} before. */
  public String uid() {
    throw new UnsupportedOperationException();
  }

  public Map<String, String> labels() {
    throw new UnsupportedOperationException();
  }

  public Map<String, String> annotations() {
    throw new UnsupportedOperationException();
  }

  public String workload() {
    throw new UnsupportedOperationException();
  }

  public String workloadKind() {
    throw new UnsupportedOperationException();
  }

  /** Without its runtime prefix: 64 hex digits. */
  public String containerId() {
    throw new UnsupportedOperationException();
  }

  public String containerName() {
    throw new UnsupportedOperationException();
  }

  public String image() {
    throw new UnsupportedOperationException();
  }

  public String imageId() {
    throw new UnsupportedOperationException();
  }

  /** Unix time in nanoseconds, 0 when absent. */
  public long containerStartTimeNanos() {
    throw new UnsupportedOperationException();
  }

  public boolean maybeExecProbe() {
    throw new UnsupportedOperationException();
  }

  public boolean privileged() {
    throw new UnsupportedOperationException();
  }
}
