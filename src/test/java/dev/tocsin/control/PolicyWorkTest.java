package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PolicyWorkTest {
  private static final ObjectKey FIRST = new ObjectKey("shop", "first");
  private static final ObjectKey SECOND = new ObjectKey("shop", "second");

  private final List<String> done = new ArrayList<>();
  private Runnable atTheEnd = () -> {};

  @Test
  void policiesThatWaitAreDoneTogetherAndEachOnce() throws Exception {
    work(policy -> done.add(policy.name()), FIRST, SECOND, FIRST);

    assertThat(done).containsExactly("begin", "first", "second", "end");
  }

  @Test
  void aPolicyThatFailsDoesNotKeepTheOthersFromBeingDone() throws Exception {
    PolicyWork work =
        work(
            policy -> {
              if (policy.equals(FIRST)) {
                throw new IllegalStateException("played");
              }
              done.add(policy.name());
            },
            FIRST,
            SECOND);

    assertThat(done).containsExactly("begin", "second", "end");
    assertThat(work.problems())
        .singleElement()
        .asString()
        .startsWith("policy shop/first: java.lang.IllegalStateException: played");
  }

  @Test
  void anInstallationThatFailsIsAProblemOfAllThatWereInIt() throws Exception {
    atTheEnd =
        () -> {
          throw new IllegalStateException("no room");
        };

    PolicyWork work = work(policy -> done.add(policy.name()), FIRST, SECOND);

    assertThat(done).containsExactly("begin", "first", "second", "end");
    assertThat(work.problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("IllegalStateException: no room"));
  }

  @Test
  void theEndOfTheHeapIsReported() throws Exception {
    atTheEnd =
        () -> {
          throw new OutOfMemoryError("played");
        };

    work(policy -> done.add(policy.name()), FIRST);

    assertThat(done).contains("java.lang.OutOfMemoryError: played");
  }

  /** What was done when all of them had waited. */
  private PolicyWork work(Consumer<ObjectKey> each, ObjectKey... waiting)
      throws InterruptedException, ExecutionException {
    try (ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1)) {
      thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      PolicyWork work =
          new PolicyWork(thread, this::together, each, failure -> done.add(failure.toString()));
      thread.submit(() -> List.of(waiting).forEach(work::soon)).get();
      thread.submit(() -> {}).get();
      return work;
    }
  }

  private void together(Runnable changes) {
    done.add("begin");
    changes.run();
    done.add("end");
    atTheEnd.run();
  }
}
