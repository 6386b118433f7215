package dev.tocsin.transport.protocol;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.transport.proto.Attribution.Source;
import dev.tocsin.transport.proto.GroupValue;
import dev.tocsin.transport.proto.PolicyRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Findings and matches as messages. A message names its policy and does not carry it: what an alert
 * says of a policy is the operator's word, not the node's.
 */
public final class FindingCodec {
  /** A kind or a source that a newer version knows is not known. */
  private static final Map<Class<?>, SingleValue> SINGLES =
      Map.of(
          EventKind.class,
          SingleValue.of(
              JavaType.STRING,
              EventKind.class,
              String.class,
              EventKind::apiName,
              name -> EventKind.ofApiName(name).orElse(EventKind.UNKNOWN)),
          Attribution.Source.class,
          SingleValue.of(
              JavaType.ENUM,
              Attribution.Source.class,
              EnumValueDescriptor.class,
              source -> encode(source).getValueDescriptor(),
              value -> source(Source.forNumber(value.getNumber()))));

  private static final RecordCodec<PolicyId, PolicyRef> POLICY =
      RecordCodec.of(PolicyId.class, PolicyRef.getDefaultInstance());

  private static final RecordCodec<Attribution, dev.tocsin.transport.proto.Attribution>
      ATTRIBUTION =
          RecordCodec.of(
              Attribution.class,
              dev.tocsin.transport.proto.Attribution.getDefaultInstance(),
              SINGLES);

  private static final RecordCodec<Facts, dev.tocsin.transport.proto.Facts> FACTS =
      RecordCodec.of(Facts.class, dev.tocsin.transport.proto.Facts.getDefaultInstance(), SINGLES);

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
    return POLICY.encode(id);
  }

  public static PolicyId policyId(PolicyRef ref) {
    return POLICY.decode(ref);
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
            .setFacts(FACTS.encode(finding.facts()));
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

  private static Facts facts(dev.tocsin.transport.proto.Facts message, String node) {
    Facts facts = FACTS.decode(message);
    return facts.toBuilder().node(node).where(seenFrom(node, facts.where())).build();
  }

  public static Attribution attribution(
      dev.tocsin.transport.proto.Attribution message, String node) {
    return seenFrom(node, ATTRIBUTION.decode(message));
  }

  private static Source encode(Attribution.Source source) {
    return switch (source) {
      case HOST -> Source.SOURCE_HOST;
      case LIVE -> Source.SOURCE_LIVE;
      case AGENT -> Source.SOURCE_AGENT;
      case UNKNOWN -> Source.SOURCE_UNKNOWN;
    };
  }

  private static Attribution.Source source(@Nullable Source source) {
    return switch (source) {
      case SOURCE_HOST -> Attribution.Source.HOST;
      case SOURCE_LIVE -> Attribution.Source.LIVE;
      case SOURCE_AGENT -> Attribution.Source.AGENT;
      case SOURCE_UNKNOWN, SOURCE_UNSPECIFIED, UNRECOGNIZED -> Attribution.Source.UNKNOWN;
      case null -> Attribution.Source.UNKNOWN;
    };
  }

  /** A sensor sees the pods of its node only, so that is where the pod runs if there is one. */
  private static Attribution seenFrom(String node, Attribution where) {
    Pod pod = where.pod();
    return new Attribution(
        where.source(),
        pod.node().isEmpty() ? pod : pod.toBuilder().node(node).build(),
        where.container(),
        new Node(node, where.node().labels()));
  }
}
