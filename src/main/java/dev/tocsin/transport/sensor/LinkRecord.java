package dev.tocsin.transport.sensor;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked about a link. One thread writes, any reads; what changes is logged once. */
final class LinkRecord {
  private static final Logger LOG = LoggerFactory.getLogger(LinkRecord.class);

  private volatile LinkState state = new LinkState(false, "", "not connected yet", "");
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong resent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong connects = new AtomicLong();
  private final AtomicLong reports = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  LinkState state() {
    return state;
  }

  LinkCounters counters() {
    return new LinkCounters(
        sent.get(),
        resent.get(),
        acknowledged.get(),
        refused.get(),
        Math.max(0, connects.get() - 1),
        reports.get(),
        bytes.get());
  }

  void connected(String address, String operatorVersion) {
    LOG.info("connected to the operator at {} ({})", address, operatorVersion);
    connects.incrementAndGet();
    state = new LinkState(true, address, "", operatorVersion);
  }

  void lost(String problem) {
    LinkState before = state;
    if (before.connected() || !before.problem().equals(problem)) {
      LOG.warn("not connected to the operator: {}", problem);
      state = new LinkState(false, "", problem, before.operatorVersion());
    }
  }

  void sent(int size, boolean again) {
    sent.incrementAndGet();
    if (again) {
      resent.incrementAndGet();
    }
    bytes.addAndGet(size);
  }

  void reported(int size) {
    reports.incrementAndGet();
    bytes.addAndGet(size);
  }

  void acknowledged(long entries, long refusedEntries) {
    acknowledged.addAndGet(entries);
    refused.addAndGet(refusedEntries);
  }
}
