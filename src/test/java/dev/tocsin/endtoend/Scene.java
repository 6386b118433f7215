package dev.tocsin.endtoend;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with the recorded pods, an embedded Tetragon, and {@code tocsin run} between
 * them.
 */
final class Scene extends ClusterScene {
  private final EmbeddedTetragon tetragon;
  private @Nullable TocsinProcess tocsin;
  private int runs;

  /** Nothing is left of an earlier scene but its nodes and namespaces. */
  Scene(ControlPlane plane) throws IOException {
    super(plane);
    tetragon = EmbeddedTetragon.start(Listening.onUnixSocket(folder().resolve("tetragon.sock")));
    RecordedWorkloads.create(plane().client());
  }

  EmbeddedTetragon tetragon() {
    return tetragon;
  }

  TocsinProcess tocsin() {
    if (tocsin == null) {
      throw new IllegalStateException("not started");
    }
    return tocsin;
  }

  /** Starts Tocsin and waits until it reads Tetragon's events. */
  void startTocsin() throws InterruptedException {
    startTocsin("--tetragon", tetragon.address());
    tetragon.awaitSubscribers(1);
  }

  /** Starts Tocsin with other arguments and waits until it is ready. */
  void startTocsin(String... arguments) {
    TocsinProcess started =
        TocsinProcess.start(
            TocsinProcess.shortLived(),
            plane().kubeconfig(),
            folder().resolve("tocsin-" + runs++ + ".log"),
            "run",
            arguments);
    tocsin = started;
    eventually("ready", started::isReady);
  }

  /** Waits until everything that was sent has been evaluated. */
  void awaitEvaluated(long events) {
    eventually(
        "evaluated " + events,
        () -> tocsin().metric("tocsin_events_evaluated_total", "") >= events);
  }

  @Override
  public void close() {
    if (tocsin != null) {
      tocsin.close();
    }
    tetragon.close();
    deleteFolder();
  }
}
