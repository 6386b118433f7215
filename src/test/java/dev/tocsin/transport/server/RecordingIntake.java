package dev.tocsin.transport.server;

import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Match;
import dev.tocsin.transport.protocol.SensorReport;
import java.util.ArrayList;
import java.util.List;

/** Records what it receives; nothing is done before the test says so. */
public final class RecordingIntake implements Intake {
  private final List<Origin> origins = new ArrayList<>();
  private final List<Reported> findings = new ArrayList<>();
  private final List<Match> matches = new ArrayList<>();
  private final List<Runnable> done = new ArrayList<>();
  private final List<SensorReport> statuses = new ArrayList<>();
  private final List<String> disconnected = new ArrayList<>();

  @Override
  public synchronized void finding(Origin origin, Reported reported, Runnable done) {
    origins.add(origin);
    findings.add(reported);
    this.done.add(done);
  }

  @Override
  public synchronized void match(Origin origin, Match match, Runnable done) {
    origins.add(origin);
    matches.add(match);
    this.done.add(done);
  }

  @Override
  public synchronized void status(SensorReport status) {
    statuses.add(status);
  }

  @Override
  public synchronized void disconnected(String node) {
    disconnected.add(node);
  }

  synchronized List<Long> sequences() {
    return origins.stream().map(Origin::sequence).toList();
  }

  synchronized List<Origin> origins() {
    return List.copyOf(origins);
  }

  synchronized List<Reported> findings() {
    return List.copyOf(findings);
  }

  synchronized List<Match> matches() {
    return List.copyOf(matches);
  }

  synchronized List<SensorReport> statuses() {
    return List.copyOf(statuses);
  }

  public synchronized List<String> disconnected() {
    return List.copyOf(disconnected);
  }

  /** The n-th that it heard of, from 0. */
  Runnable done(int index) {
    synchronized (this) {
      return done.get(index);
    }
  }

  void allDone() {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(done);
    }
    all.forEach(Runnable::run);
  }
}
