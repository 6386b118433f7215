package dev.tocsin.fleet;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.CrossNodeWindows;
import dev.tocsin.engine.Match;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.server.Intake;
import java.util.Map;

/** What the leader makes of what sensors say. */
public final class SensorIntake implements Intake {
  private final Aggregator aggregator;
  private final CrossNodeWindows windows;
  private final NodeRegistry nodes;
  private final LossGrowth losses = new LossGrowth();

  public SensorIntake(Aggregator aggregator, CrossNodeWindows windows, NodeRegistry nodes) {
    this.aggregator = aggregator;
    this.windows = windows;
    this.nodes = nodes;
  }

  /** Events that nodes lost since they were first observed, by hop. */
  public Map<String, Long> lost() {
    return losses.byHop();
  }

  @Override
  public void finding(Origin origin, Reported reported, Runnable done) {
    aggregator.accept(reported, origin, done);
  }

  @Override
  public void match(Origin origin, Match match, Runnable done) {
    windows.accept(match, done);
  }

  @Override
  public void status(SensorReport status) {
    aggregator.lost(status.node(), losses.of(status));
    nodes.status(status);
  }

  @Override
  public void disconnected(String node) {
    nodes.disconnected(node);
  }
}
