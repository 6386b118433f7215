package dev.tocsin.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.engine.Facts;
import dev.tocsin.event.Container;
import dev.tocsin.event.Pod;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts have one order wherever they are, so that whoever knows one of them knows all. */
class FactsOrderTest {
  /** What is several fields of a message. */
  private static final Map<String, String> SPREAD =
      Map.of("workloadkind", "workload", "workloadname", "workload");

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(Facts.class, dev.tocsin.transport.proto.Facts.getDescriptor()),
        Arguments.of(
            Facts.ProcessSnapshot.class, dev.tocsin.transport.proto.Process.getDescriptor()),
        Arguments.of(
            Facts.ConnectionSnapshot.class, dev.tocsin.transport.proto.Connection.getDescriptor()),
        Arguments.of(Facts.FileSnapshot.class, dev.tocsin.transport.proto.File.getDescriptor()),
        Arguments.of(Pod.class, dev.tocsin.transport.proto.Pod.getDescriptor()),
        Arguments.of(Pod.Owner.class, dev.tocsin.transport.proto.Owner.getDescriptor()),
        Arguments.of(Container.class, dev.tocsin.transport.proto.Container.getDescriptor()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messagesHaveTheFieldsOfTheRecordsInTheirOrder(Class<?> record, Descriptor message) {
    List<String> fields =
        message.getFields().stream()
            .map(FieldDescriptor::getName)
            .map(FactsOrderTest::plain)
            .map(name -> SPREAD.getOrDefault(name, name))
            .distinct()
            .toList();

    assertThat(fields).isEqualTo(components(record));
  }

  static Stream<Arguments> objects() {
    return Stream.of(
        Arguments.of(Facts.ProcessSnapshot.class, ProcessFacts.class),
        Arguments.of(Facts.ConnectionSnapshot.class, SecurityAlertSpec.ConnectionFacts.class),
        Arguments.of(Facts.FileSnapshot.class, SecurityAlertSpec.FileFacts.class),
        Arguments.of(Facts.class, SecurityAlertSpec.EventFacts.class),
        Arguments.of(Pod.class, SecurityAlertSpec.PodFacts.class),
        Arguments.of(Container.class, SecurityAlertSpec.ContainerFacts.class));
  }

  /** An object says less than a record, and nothing else. */
  @ParameterizedTest
  @MethodSource("objects")
  void objectsHaveComponentsOfTheRecordsInTheirOrder(Class<?> record, Class<?> object) {
    assertThat(components(record)).containsSubsequence(components(object));
  }

  private static List<String> components(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(RecordComponent::getName)
        .map(FactsOrderTest::plain)
        .toList();
  }

  /** {@code start_time_nanos}, {@code startTimeNanos} and {@code startTime} are one. */
  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT).replaceFirst("nanos$", "");
  }
}
