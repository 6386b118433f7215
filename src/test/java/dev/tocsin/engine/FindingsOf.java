package dev.tocsin.engine;

import dev.tocsin.event.AlertView;
import java.util.List;

/** Keeps what policies over alerts report, and nothing else of them. */
record FindingsOf(List<Finding> findings) implements CorrelationListener {
  @Override
  public void found(Finding finding) {
    findings.add(finding);
  }

  @Override
  public void matched(Finding draft, AlertView alert) {}
}
