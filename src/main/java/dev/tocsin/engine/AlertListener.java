package dev.tocsin.engine;

import dev.tocsin.event.AlertView;
import java.util.List;
import java.util.Set;

/** Is notified of alerts, by where they are made. Called by many threads, with no lock held. */
public interface AlertListener {
  /**
   * An alert was opened, by its first finding. An alert that opens again after it was closed or
   * deleted is another one; one that only escalates is not; one that a cap folds into an overflow
   * alert was not opened.
   */
  void opened(AlertView alert);

  /**
   * What was there before this process started: called once, when all of it is known.
   *
   * @param alerts none of which is reported as opened too
   * @param findingIds of the latest findings that they hold
   */
  void restored(List<AlertView> alerts, Set<String> findingIds);
}
