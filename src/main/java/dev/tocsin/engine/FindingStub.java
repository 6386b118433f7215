package dev.tocsin.engine;

import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is left of a finding for which there is too little room: policy, group, time, node, pod,
 * container and program, but no arguments, ancestors, labels, connection or file. Takes less than
 * {@link #MOST_BYTES} in UTF-8.
 */
public final class FindingStub {
  public static final int MOST_BYTES = 8 << 10;

  private static final int MESSAGE = 512;
  private static final int NAME = 256;
  private static final int GROUP = 128;

  /** Room for the mark of what was cut, and no more. */
  private static final int ARGUMENTS = 40;

  private FindingStub() {}

  public static Finding of(Finding finding) {
    Map<String, String> group = new LinkedHashMap<>();
    finding
        .group()
        .forEach(
            (expression, value) ->
                group.put(Excerpts.name(expression, GROUP), Excerpts.name(value, GROUP)));
    Facts facts = finding.facts();
    return new Finding(
        finding.id(),
        finding.policy(),
        Collections.unmodifiableMap(group),
        Text.cutToBytes(finding.message(), MESSAGE),
        Facts.builder(facts.kind(), facts.timeNanos(), attribution(facts.where()))
            .node(name(facts.node()))
            .cluster(name(facts.cluster()))
            .process(process(facts.process()))
            .build());
  }

  private static Attribution attribution(Attribution where) {
    Pod pod = where.pod();
    Container container = where.container();
    return new Attribution(
        where.source(),
        Pod.builder()
            .namespace(name(pod.namespace()))
            .name(name(pod.name()))
            .uid(name(pod.uid()))
            .serviceAccount(name(pod.serviceAccount()))
            .workload(new Pod.Workload(name(pod.workload().kind()), name(pod.workload().name())))
            .hostNetwork(pod.hostNetwork())
            .hostPID(pod.hostPID())
            .node(name(pod.node()))
            .build(),
        container.toBuilder()
            .name(name(container.name()))
            .id(name(container.id()))
            .image(name(container.image()))
            .imageID(name(container.imageID()))
            .build(),
        new Node(name(where.node().name()), Map.of()));
  }

  private static ProcessSnapshot process(ProcessSnapshot process) {
    return ProcessSnapshot.builder()
        .name(name(process.name()))
        .binary(name(process.binary()))
        .arguments(Text.cutToBytes(process.arguments(), ARGUMENTS))
        .uid(process.uid())
        .pid(process.pid())
        .execId(name(process.execId()))
        .startTimeNanos(process.startTimeNanos())
        .build();
  }

  private static String name(String text) {
    return Text.cutToBytes(text, NAME);
  }
}
