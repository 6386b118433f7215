package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.tocsin.source.proto.EventType;
import dev.tocsin.source.proto.GetEventsResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of kinds is joined to Tetragon's messages: what one has, the other has. */
class EventKindTest {
  /** They are of no process, and never matched. */
  private static final Set<String> NO_KINDS = Set.of("test", "rate_limit_info");

  /** The parts that are fields of the messages, by Tetragon's name. */
  private static final Map<EventPart, List<String>> FIELDS =
      Map.ofEntries(
          Map.entry(EventPart.PROCESS, List.of("process")),
          Map.entry(EventPart.PARENT, List.of("parent")),
          Map.entry(EventPart.ANCESTORS, List.of("ancestors")),
          Map.entry(EventPart.POD, List.of("process")),
          Map.entry(EventPart.CONTAINER, List.of("process")),
          Map.entry(EventPart.CONNECTION, List.of("args", "destination_ip")),
          Map.entry(EventPart.FILE, List.of("args")),
          Map.entry(EventPart.ARGUMENTS, List.of("args")),
          Map.entry(EventPart.FUNCTION, List.of("function_name", "subsys", "symbol", "provider")),
          Map.entry(EventPart.TRACING_POLICY, List.of("policy_name")),
          Map.entry(EventPart.ACTION, List.of("action")),
          Map.entry(EventPart.MESSAGE, List.of("message")),
          Map.entry(EventPart.TAGS, List.of("tags")),
          Map.entry(EventPart.RETURN_VALUE, List.of("return")),
          Map.entry(EventPart.RETURN_ACTION, List.of("return_action")),
          Map.entry(EventPart.PATH, List.of("path")),
          Map.entry(EventPart.BUILD_ID, List.of("buildid")),
          Map.entry(EventPart.IMA_HASH, List.of("ima_hash")),
          Map.entry(EventPart.SIGNAL, List.of("signal")),
          Map.entry(EventPart.STATUS, List.of("status")),
          Map.entry(EventPart.THROTTLE, List.of("type")),
          Map.entry(EventPart.CGROUP, List.of("cgroup")));

  static Stream<FieldDescriptor> messages() {
    return GetEventsResponse.getDescriptor().getOneofs().getFirst().getFields().stream()
        .filter(field -> !NO_KINDS.contains(field.getName()));
  }

  @Test
  void everyMessageIsAKindAndEveryKindOnTheWireAMessage() {
    assertThat(kinds(EventKind::isOnTheWire))
        .extracting(EventKind::wireName, EventKind::wireNumber, EventKind::apiName)
        .containsExactlyInAnyOrderElementsOf(
            messages()
                .map(
                    field ->
                        tuple(field.getName(), field.getNumber(), field.getMessageType().getName()))
                .toList());
    assertThat(kinds(kind -> !kind.isOnTheWire()))
        .extracting(EventKind::wireNumber)
        .containsOnly(0);
  }

  @Test
  void whatIsSubscribedToIsWhatTetragonTakes() {
    assertThat(
            kinds(kind -> true).stream()
                .flatMap(kind -> kind.wireKinds().stream())
                .distinct()
                .map(kind -> EventType.forNumber(kind.wireNumber())))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventType.values())
                .filter(type -> type != EventType.UNDEF && type != EventType.UNRECOGNIZED)
                .filter(type -> !NO_KINDS.contains(type.name().toLowerCase(Locale.ROOT)))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aKindHasThePartsThatItsMessageHasAFieldFor(FieldDescriptor message) {
    EventKind kind = EventKind.ofWireName(message.getName()).orElseThrow();
    assertThat(Stream.of(EventPart.values()).filter(kind::carries))
        .containsExactlyElementsOf(
            Stream.of(EventPart.values())
                .filter(
                    part ->
                        FIELDS.getOrDefault(part, List.of()).stream()
                            .anyMatch(
                                name -> message.getMessageType().findFieldByName(name) != null))
                .toList());
  }

  @Test
  void aDerivedKindHasThePartsOfWhatItIsDerivedFrom() {
    assertThat(EventKind.FILE_ACCESS.wireKinds())
        .containsExactly(EventKind.PROCESS_KPROBE, EventKind.PROCESS_LSM);
    assertThat(EventKind.FILE_ACCESS.carries(EventPart.FILE)).isFalse();
    assertThat(EventKind.FILE_ACCESS.canHave(EventPart.FILE)).isTrue();
    assertThat(EventKind.FILE_ACCESS.canHave(EventPart.RETURN_VALUE)).isTrue();
    assertThat(EventKind.FILE_ACCESS.canHave(EventPart.IMA_HASH)).isTrue();
    assertThat(EventKind.FILE_ACCESS.canHave(EventPart.BUILD_ID)).isFalse();
  }

  @Test
  void enterpriseSendsConnectionsAndNobodySubscribesToThem() {
    assertThat(EventKind.PROCESS_CONNECT.wireKinds())
        .containsExactly(EventKind.PROCESS_KPROBE, EventKind.PROCESS_LSM);
    assertThat(EventKind.PROCESS_CONNECT.eventKinds())
        .containsExactly(
            EventKind.PROCESS_KPROBE, EventKind.PROCESS_LSM, EventKind.PROCESS_CONNECT);
  }

  @Test
  void alertsHaveAPlaceAndNoProcess() {
    assertThat(Stream.of(EventPart.values()).filter(EventKind.SECURITY_ALERT::canHave))
        .containsExactly(EventPart.POD, EventPart.CONTAINER, EventPart.ALERT);
  }

  @Test
  void theAgentMakesOnlyTheseWithoutATracingPolicy() {
    assertThat(kinds(kind -> !kind.needsTracingPolicy()))
        .containsExactly(
            EventKind.PROCESS_EXEC,
            EventKind.PROCESS_EXIT,
            EventKind.PROCESS_THROTTLE,
            EventKind.SECURITY_ALERT);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindIsFoundByItsNames(EventKind kind) {
    assertThat(EventKind.ofApiName(kind.apiName())).contains(kind);
    if (kind.isOnTheWire()) {
      assertThat(EventKind.ofWireName(kind.wireName())).contains(kind);
      assertThat(EventKind.ofWireNumber(kind.wireNumber())).isEqualTo(kind);
    } else {
      assertThat(EventKind.ofWireName(kind.wireName())).isEmpty();
    }
  }

  private static Set<EventKind> kinds(Predicate<EventKind> which) {
    EnumSet<EventKind> kinds = EnumSet.allOf(EventKind.class);
    kinds.removeIf(which.negate());
    return kinds;
  }
}
