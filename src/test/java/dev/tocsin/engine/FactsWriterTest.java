package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.language.EventFixture;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeFile;
import dev.tocsin.source.proto.KprobeSock;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessKprobe;
import dev.tocsin.source.proto.UserRecord;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every part of the facts is taken from some event. */
class FactsWriterTest {
  private static final Attribution NOWHERE =
      new Attribution(
          Attribution.Source.UNKNOWN, Pod.NONE, Container.NONE, new Node("node-1", Map.of()));

  private static final KprobeArgument CONNECTION =
      KprobeArgument.newBuilder()
          .setSockArg(
              KprobeSock.newBuilder()
                  .setProtocol("IPPROTO_TCP")
                  .setSaddr("10.0.0.1")
                  .setSport(1234)
                  .setDaddr("10.0.0.2")
                  .setDport(80))
          .build();
  private static final KprobeArgument FILE =
      KprobeArgument.newBuilder()
          .setFileArg(
              KprobeFile.newBuilder()
                  .setPath("/etc/shadow")
                  .setFlags("O_RDONLY")
                  .setPermission("-rw-r-----"))
          .build();

  private final Set<String> present = new LinkedHashSet<>();

  @Test
  void noPartIsForgotten() {
    FactsWriter writer = new FactsWriter(new Excerpts(Redaction.defaults()));
    Set<String> parts = new LinkedHashSet<>();
    for (KprobeArgument argument : List.of(CONNECTION, FILE)) {
      Facts facts = writer.facts(Event.of(event(argument).toByteArray()), 1, NOWHERE);
      for (Record each : List.of(facts, facts.process(), facts.connection(), facts.file())) {
        parts.addAll(parts(each));
      }
    }

    assertThat(present).containsExactlyInAnyOrderElementsOf(parts);
  }

  private static GetEventsResponse event(KprobeArgument argument) {
    Process.Builder process =
        Process.newBuilder()
            .setExecId("id")
            .setPid(UInt32Value.of(7))
            .setUid(UInt32Value.of(1000))
            .setUser(UserRecord.newBuilder().setName("web"))
            .setCwd("/")
            .setBinary("/bin/sh")
            .setArguments("-c id")
            .setStartTime(EventFixture.timestamp(EventFixture.TIME));
    return GetEventsResponse.newBuilder()
        .setNodeName("node-1")
        .setClusterName("production")
        .setProcessKprobe(
            ProcessKprobe.newBuilder()
                .setProcess(process)
                .setParent(process)
                .setFunctionName("security_file_permission")
                .setPolicyName("tocsin-files")
                .addArgs(argument))
        .build();
  }

  /** The names of all parts of a record; notes those that say something. */
  private List<String> parts(Record of) {
    return Stream.of(of.getClass().getRecordComponents())
        .map(component -> noted(of, component))
        .toList();
  }

  private String noted(Record of, RecordComponent component) {
    String name = of.getClass().getSimpleName() + "." + component.getName();
    try {
      Object value = component.getAccessor().invoke(of);
      if (!List.of("", 0, 0L, List.of()).contains(value)) {
        present.add(name);
      }
      return name;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(name, e);
    }
  }
}
