package dev.tocsin.pipeline;

import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.transport.spool.Coalescer;
import dev.tocsin.transport.spool.Spool;

/** What a sensor's engine finds, on its way into the spool. */
public final class FindingReports implements PeriodicTask {
  /** Pods of a node times the policies that a storm sets off in each. */
  private static final int GROUPS = 4_096;

  /** Of the findings that stand for a storm of others. */
  private static final long BYTES = 16 << 20;

  private final Spool spool;
  private final Coalescer coalescer;

  public FindingReports(Spool spool) {
    this.spool = spool;
    this.coalescer = new Coalescer(GROUPS, BYTES, spool::append);
  }

  /** A policy on trial is counted where it ran, and makes no alert. */
  public void finding(Finding finding) {
    if (finding.policy().mode() == Policy.Mode.ACTIVE) {
      coalescer.add(finding, System.nanoTime());
    }
  }

  /** The operator counts the windows of policies on trial too. */
  public void match(Match match) {
    spool.append(match);
  }

  @Override
  public void tick(long nowNanos) {
    coalescer.tick(nowNanos);
  }

  @Override
  public void end() {
    coalescer.flush();
  }
}
