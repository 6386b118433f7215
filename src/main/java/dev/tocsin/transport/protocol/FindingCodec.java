package dev.tocsin.transport.protocol;

import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Facts.ConnectionSnapshot;
import dev.tocsin.engine.Facts.FileSnapshot;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.transport.proto.File;
import dev.tocsin.transport.proto.GroupValue;
import dev.tocsin.transport.proto.Owner;
import dev.tocsin.transport.proto.PolicyRef;
import dev.tocsin.transport.proto.Process;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Findings and matches as messages. A message names its policy and does not carry it: what an alert
 * says of a policy is the operator's word, not the node's.
 */
public final class FindingCodec {
  private FindingCodec() {}

  public static dev.tocsin.transport.proto.Finding encode(Reported reported) {
    return message(reported.finding())
        .setCount(reported.count())
        .setFirstTimeNanos(reported.firstNanos())
        .setLastTimeNanos(reported.lastNanos())
        .build();
  }

  public static dev.tocsin.transport.proto.Match encode(Match match) {
    return dev.tocsin.transport.proto.Match.newBuilder()
        .setFinding(message(match.finding()))
        .addAllWindowGroup(match.windowGroup())
        .addAllValues(match.values())
        .build();
  }

  public static PolicyRef encode(PolicyId id) {
    return PolicyRef.newBuilder()
        .setNamespace(id.namespace())
        .setName(id.name())
        .setUid(id.uid())
        .setGeneration(id.generation())
        .build();
  }

  public static PolicyId policyId(PolicyRef ref) {
    return new PolicyId(ref.getNamespace(), ref.getName(), ref.getUid(), ref.getGeneration());
  }

  /**
   * @param node the node that reports, whatever the message says
   * @param policy the one that the message names
   */
  public static Reported reported(
      dev.tocsin.transport.proto.Finding message, String node, Policy policy) {
    long time = message.getFacts().getTimeNanos();
    return new Reported(
        finding(message, node, policy),
        Math.max(1, message.getCount()),
        message.getFirstTimeNanos() == 0 ? time : message.getFirstTimeNanos(),
        message.getLastTimeNanos() == 0 ? time : message.getLastTimeNanos());
  }

  public static Match match(dev.tocsin.transport.proto.Match message, String node, Policy policy) {
    return new Match(
        finding(message.getFinding(), node, policy),
        message.getWindowGroupList(),
        message.getValuesList());
  }

  private static dev.tocsin.transport.proto.Finding.Builder message(
      dev.tocsin.engine.Finding finding) {
    var message =
        dev.tocsin.transport.proto.Finding.newBuilder()
            .setId(finding.id())
            .setPolicy(encode(finding.policy().id()))
            .setMessage(finding.message())
            .setFacts(encode(finding.facts()));
    finding
        .group()
        .forEach(
            (expression, value) ->
                message.addGroup(
                    GroupValue.newBuilder().setExpression(expression).setValue(value)));
    return message;
  }

  private static dev.tocsin.engine.Finding finding(
      dev.tocsin.transport.proto.Finding message, String node, Policy policy) {
    Map<String, String> group = new LinkedHashMap<>();
    message.getGroupList().forEach(each -> group.put(each.getExpression(), each.getValue()));
    return new dev.tocsin.engine.Finding(
        message.getId(),
        policy,
        Collections.unmodifiableMap(group),
        message.getMessage(),
        facts(message.getFacts(), node));
  }

  private static dev.tocsin.transport.proto.Facts encode(Facts facts) {
    var message =
        dev.tocsin.transport.proto.Facts.newBuilder()
            .setKind(facts.kind().apiName())
            .setTimeNanos(facts.timeNanos())
            .setNode(facts.node())
            .setCluster(facts.cluster())
            .setFunction(facts.function())
            .setTracingPolicy(facts.tracingPolicy())
            .setAttribution(encode(facts.where()))
            .setProcess(encode(facts.process()))
            .setConnection(
                dev.tocsin.transport.proto.Connection.newBuilder()
                    .setSourceIp(facts.connection().sourceIP())
                    .setSourcePort(facts.connection().sourcePort())
                    .setDestinationIp(facts.connection().destinationIP())
                    .setDestinationPort(facts.connection().destinationPort())
                    .setProtocol(facts.connection().protocol()))
            .setFile(
                File.newBuilder()
                    .setPath(facts.file().path())
                    .setFlags(facts.file().flags())
                    .setPermission(facts.file().permission()));
    facts.ancestors().forEach(ancestor -> message.addAncestors(encode(ancestor)));
    return message.build();
  }

  private static Facts facts(dev.tocsin.transport.proto.Facts message, String node) {
    return Facts.builder(
            EventKind.ofApiName(message.getKind()).orElse(EventKind.UNKNOWN),
            message.getTimeNanos(),
            attribution(message.getAttribution(), node))
        .node(node)
        .cluster(message.getCluster())
        .function(message.getFunction())
        .tracingPolicy(message.getTracingPolicy())
        .process(process(message.getProcess()))
        .ancestors(message.getAncestorsList().stream().map(FindingCodec::process).toList())
        .connection(
            new ConnectionSnapshot(
                message.getConnection().getSourceIp(),
                message.getConnection().getSourcePort(),
                message.getConnection().getDestinationIp(),
                message.getConnection().getDestinationPort(),
                message.getConnection().getProtocol()))
        .file(
            new FileSnapshot(
                message.getFile().getPath(),
                message.getFile().getFlags(),
                message.getFile().getPermission()))
        .build();
  }

  private static Process encode(ProcessSnapshot process) {
    return Process.newBuilder()
        .setName(process.name())
        .setBinary(process.binary())
        .setArguments(process.arguments())
        .setCwd(process.cwd())
        .setUid(process.uid())
        .setUser(process.user())
        .setPid(process.pid())
        .setExecId(process.execId())
        .setStartTimeNanos(process.startTimeNanos())
        .build();
  }

  private static ProcessSnapshot process(Process message) {
    return ProcessSnapshot.builder()
        .name(message.getName())
        .binary(message.getBinary())
        .arguments(message.getArguments())
        .cwd(message.getCwd())
        .uid(message.getUid())
        .user(message.getUser())
        .pid(message.getPid())
        .execId(message.getExecId())
        .startTimeNanos(message.getStartTimeNanos())
        .build();
  }

  private static dev.tocsin.transport.proto.Attribution encode(Attribution where) {
    return dev.tocsin.transport.proto.Attribution.newBuilder()
        .setSource(
            switch (where.source()) {
              case HOST -> dev.tocsin.transport.proto.Attribution.Source.SOURCE_HOST;
              case LIVE -> dev.tocsin.transport.proto.Attribution.Source.SOURCE_LIVE;
              case AGENT -> dev.tocsin.transport.proto.Attribution.Source.SOURCE_AGENT;
              case UNKNOWN -> dev.tocsin.transport.proto.Attribution.Source.SOURCE_UNKNOWN;
            })
        .setPod(encode(where.pod()))
        .setContainer(
            dev.tocsin.transport.proto.Container.newBuilder()
                .setName(where.container().name())
                .setId(where.container().id())
                .setImage(where.container().image())
                .setImageId(where.container().imageID())
                .setStartTimeNanos(where.container().startTimeNanos())
                .setPrivileged(where.container().privileged())
                .setInit(where.container().init()))
        .setNode(where.node().name())
        .putAllNodeLabels(where.node().labels())
        .build();
  }

  public static Attribution attribution(
      dev.tocsin.transport.proto.Attribution message, String node) {
    return new Attribution(
        switch (message.getSource()) {
          case SOURCE_HOST -> Attribution.Source.HOST;
          case SOURCE_LIVE -> Attribution.Source.LIVE;
          case SOURCE_AGENT -> Attribution.Source.AGENT;
          case SOURCE_UNKNOWN, SOURCE_UNSPECIFIED, UNRECOGNIZED -> Attribution.Source.UNKNOWN;
        },
        pod(message.getPod(), node),
        Container.builder()
            .name(message.getContainer().getName())
            .id(message.getContainer().getId())
            .image(message.getContainer().getImage())
            .imageID(message.getContainer().getImageId())
            .startTimeNanos(message.getContainer().getStartTimeNanos())
            .privileged(message.getContainer().getPrivileged())
            .init(message.getContainer().getInit())
            .build(),
        new Node(node, message.getNodeLabelsMap()));
  }

  private static dev.tocsin.transport.proto.Pod encode(Pod pod) {
    var message =
        dev.tocsin.transport.proto.Pod.newBuilder()
            .setNamespace(pod.namespace())
            .setName(pod.name())
            .setUid(pod.uid())
            .setServiceAccount(pod.serviceAccount())
            .putAllLabels(pod.labels())
            .putAllAnnotations(pod.annotations())
            .setWorkloadKind(pod.workload().kind())
            .setWorkloadName(pod.workload().name())
            .setHostNetwork(pod.hostNetwork())
            .setHostPid(pod.hostPID())
            .setNode(pod.node())
            .putAllNamespaceLabels(pod.namespaceLabels());
    pod.owners()
        .forEach(
            owner ->
                message.addOwners(
                    Owner.newBuilder()
                        .setApiVersion(owner.apiVersion())
                        .setKind(owner.kind())
                        .setName(owner.name())
                        .setUid(owner.uid())
                        .setController(owner.controller())));
    return message.build();
  }

  /** A sensor sees the pods of its node only, so that is where the pod runs if there is one. */
  private static Pod pod(dev.tocsin.transport.proto.Pod message, String node) {
    return Pod.builder()
        .namespace(message.getNamespace())
        .name(message.getName())
        .uid(message.getUid())
        .serviceAccount(message.getServiceAccount())
        .labels(message.getLabelsMap())
        .annotations(message.getAnnotationsMap())
        .workload(new Pod.Workload(message.getWorkloadKind(), message.getWorkloadName()))
        .hostNetwork(message.getHostNetwork())
        .hostPID(message.getHostPid())
        .node(message.getNode().isEmpty() ? "" : node)
        .owners(
            message.getOwnersList().stream()
                .map(
                    owner ->
                        new Pod.Owner(
                            owner.getApiVersion(),
                            owner.getKind(),
                            owner.getName(),
                            owner.getUid(),
                            owner.getController()))
                .toList())
        .namespaceLabels(message.getNamespaceLabelsMap())
        .build();
  }
}
