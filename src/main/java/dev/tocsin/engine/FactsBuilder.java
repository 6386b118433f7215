package dev.tocsin.engine;

import dev.tocsin.engine.Facts.ConnectionSnapshot;
import dev.tocsin.engine.Facts.FileSnapshot;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.EventKind;
import java.util.List;

/**
 * Names the parts of {@link Facts} where they are made; what is not named is empty, or as it was.
 */
public final class FactsBuilder {
  private EventKind kind;
  private long timeNanos;
  private String node;
  private String cluster;
  private String function;
  private String tracingPolicy;
  private Attribution where;
  private ProcessSnapshot process;
  private List<ProcessSnapshot> ancestors;
  private ConnectionSnapshot connection;
  private FileSnapshot file;

  FactsBuilder(Facts from) {
    kind = from.kind();
    timeNanos = from.timeNanos();
    node = from.node();
    cluster = from.cluster();
    function = from.function();
    tracingPolicy = from.tracingPolicy();
    where = from.where();
    process = from.process();
    ancestors = from.ancestors();
    connection = from.connection();
    file = from.file();
  }

  FactsBuilder kind(EventKind kind) {
    this.kind = kind;
    return this;
  }

  FactsBuilder timeNanos(long timeNanos) {
    this.timeNanos = timeNanos;
    return this;
  }

  public FactsBuilder node(String node) {
    this.node = node;
    return this;
  }

  public FactsBuilder cluster(String cluster) {
    this.cluster = cluster;
    return this;
  }

  public FactsBuilder function(String function) {
    this.function = function;
    return this;
  }

  public FactsBuilder tracingPolicy(String tracingPolicy) {
    this.tracingPolicy = tracingPolicy;
    return this;
  }

  public FactsBuilder where(Attribution where) {
    this.where = where;
    return this;
  }

  public FactsBuilder process(ProcessSnapshot process) {
    this.process = process;
    return this;
  }

  public FactsBuilder ancestors(List<ProcessSnapshot> ancestors) {
    this.ancestors = ancestors;
    return this;
  }

  public FactsBuilder connection(ConnectionSnapshot connection) {
    this.connection = connection;
    return this;
  }

  public FactsBuilder file(FileSnapshot file) {
    this.file = file;
    return this;
  }

  public Facts build() {
    return new Facts(
        kind,
        timeNanos,
        node,
        cluster,
        function,
        tracingPolicy,
        where,
        process,
        ancestors,
        connection,
        file);
  }
}
