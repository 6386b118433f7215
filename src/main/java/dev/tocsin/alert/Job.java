package dev.tocsin.alert;

import org.jspecify.annotations.Nullable;

/** One alert's turn at the store. */
sealed interface Job {
  AlertState alert();

  /**
   * @param fresh what to create; null when there is an object already
   * @param known the object to update; null when it is to be created
   * @param tally what its status is to say
   * @param marks that the object of {@code known} is to have; null when it has them
   * @param step to announce; 0 when every receiver has it
   */
  record Write(
      AlertState alert,
      @Nullable Alert fresh,
      @Nullable AlertRef known,
      @Nullable AlertMarks marks,
      Tally tally,
      long step,
      Form form)
      implements Job {}

  record Delete(AlertState alert, AlertRef known) implements Job {}
}
