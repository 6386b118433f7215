package dev.tocsin.engine;

import dev.tocsin.event.AlertView;

/** What comes of policies over alerts. Called in the order in which it happened. */
public interface CorrelationListener {
  /** A policy fired. */
  void found(Finding finding);

  /**
   * An alert is what a policy looks for: it is part of the policy's alert of that group, should
   * there be one.
   *
   * @param draft what the policy would report of it; policy, group and place are what counts
   */
  void matched(Finding draft, AlertView alert);
}
