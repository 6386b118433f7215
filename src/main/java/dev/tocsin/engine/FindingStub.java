package dev.tocsin.engine;

import dev.tocsin.engine.Facts.ConnectionFacts;
import dev.tocsin.engine.Facts.FileFacts;
import dev.tocsin.engine.Facts.ProcessFacts;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
        new Facts(
            facts.kind(),
            facts.timeNanos(),
            name(facts.node()),
            name(facts.cluster()),
            "",
            "",
            attribution(facts.where()),
            process(facts.process()),
            List.of(),
            ConnectionFacts.NONE,
            FileFacts.NONE));
  }

  private static Attribution attribution(Attribution where) {
    Pod pod = where.pod();
    Container container = where.container();
    return new Attribution(
        where.source(),
        new Pod(
            name(pod.namespace()),
            name(pod.name()),
            name(pod.uid()),
            Map.of(),
            Map.of(),
            name(pod.serviceAccount()),
            new Pod.Workload(name(pod.workload().kind()), name(pod.workload().name())),
            pod.hostNetwork(),
            pod.hostPID(),
            name(pod.node()),
            List.of(),
            Map.of()),
        new Container(
            name(container.name()),
            name(container.id()),
            name(container.image()),
            name(container.imageID()),
            container.startTimeNanos(),
            container.privileged(),
            container.init()),
        new Node(name(where.node().name()), Map.of()));
  }

  private static ProcessFacts process(ProcessFacts process) {
    return new ProcessFacts(
        name(process.execId()),
        process.pid(),
        process.uid(),
        "",
        name(process.binary()),
        name(process.name()),
        Text.cutToBytes(process.arguments(), ARGUMENTS),
        "",
        process.startTimeNanos());
  }

  private static String name(String text) {
    return Text.cutToBytes(text, NAME);
  }
}
