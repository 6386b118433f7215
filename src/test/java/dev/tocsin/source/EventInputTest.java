package dev.tocsin.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.tocsin.event.Connections;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventInputTest {
  private static final String EXEC = "{\"process_exec\":{\"process\":{\"binary\":\"/bin/%s\"}}}\n";

  static Stream<String> recordings() {
    return Recordings.names().stream();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void aRecordingHoldsTheSameEventsInBothForms(String recording) throws Exception {
    List<byte[]> protobuf = Recordings.messages(Recordings.protobuf(recording));
    List<byte[]> json = Recordings.messages(Recordings.json(recording));
    assertThat(json).hasSameSizeAs(protobuf).isNotEmpty();
    for (int i = 0; i < json.size(); i++) {
      assertThat(Event.of(json.get(i)).kind()).isEqualTo(Event.of(protobuf.get(i)).kind());
      assertThat(GetEventsResponse.parseFrom(json.get(i)))
          .isEqualTo(known(GetEventsResponse.parseFrom(protobuf.get(i))));
    }
  }

  /** Without what the description does not have (reference counts and the like). */
  private static Message known(Message message) {
    Message.Builder known =
        message.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                return;
              }
              if (value instanceof List<?> values) {
                for (int i = 0; i < values.size(); i++) {
                  known.setRepeatedField(field, i, known((Message) values.get(i)));
                }
              } else {
                known.setField(field, known((Message) value));
              }
            });
    return known.build();
  }

  @Test
  void theAgentsOwnExportFileIsRead() {
    List<byte[]> messages =
        Recordings.messages(
            Recordings.directory().resolve("recordings/export-file-sample.jsonl.gz"));
    assertThat(messages)
        .isNotEmpty()
        .allSatisfy(
            message -> assertThat(Event.of(message).kind()).isNotEqualTo(EventKind.UNKNOWN));
  }

  @Test
  void isovalentsConnectIsAConnectionAndItsPodIsReadInTheOldAndTheNewForm() {
    Event event =
        Event.of(
            messages(
                    """
                    {"process_connect":{"process":{"binary":"/usr/bin/curl","pod":{"namespace":\
                    "default","name":"web","labels":["k8s:app=web"],"pod_labels":{"app":"web"}}},\
                    "source_ip":"10.0.0.9","source_port":40312,"destination_ip":"169.254.169.254",\
                    "destination_port":80,"sock_cookie":"18446462614959565760","protocol":"TCP",\
                    "destination_pod":{"namespace":"x"}},"time":"2026-11-24T10:00:00.5Z"}
                    """)
                .getFirst());
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_CONNECT);
    assertThat(event.is(EventKind.PROCESS_CONNECT)).isTrue();
    assertThat(Connections.text(event.connection()))
        .isEqualTo("TCP 10.0.0.9:40312 > 169.254.169.254:80");
    assertThat(event.process().pod().labels()).containsEntry("app", "web");
    assertThat(event.timeNanos()).isEqualTo(1795514400_500_000_000L);
  }

  @Test
  void fieldsKindsAndEnumNamesThatAreNotKnownAreLeftOut() {
    List<byte[]> messages =
        messages(
            """
            {"process_kprobe":{"function_name":"f","action":"KPROBE_ACTION_NEW","new":{"a":[1]},\
            "process":{"cap":{"effective":["CAP_NEW","CAP_SYS_ADMIN"]},"refcnt":3}}}
            {"process_dns":{"names":["example.org"]},"node_name":"node-1"}
            """);
    Event kprobe = Event.of(messages.getFirst());
    assertThat(kprobe.function()).isEqualTo("f");
    assertThat(kprobe.action()).isEmpty();
    assertThat(kprobe.process().capabilities().effective()).containsExactly("CAP_SYS_ADMIN");
    Event unknown = Event.of(messages.getLast());
    assertThat(unknown.kind()).isEqualTo(EventKind.UNKNOWN);
    assertThat(unknown.node()).isEqualTo("node-1");
  }

  @Test
  void aLineThatIsNoEventIsADefectAtItsLineAndReadingGoesOn() throws IOException {
    String lines =
        EXEC.formatted("a") + "\n{\"process_exec\": 7}\n{not json}\n" + EXEC.formatted("b");
    List<Entry> entries = read("events.jsonl", lines.getBytes(UTF_8));
    assertThat(entries).hasSize(4);
    assertThat(entries.get(0)).isInstanceOf(Entry.Message.class);
    assertThat(entries.get(1).toString())
        .startsWith("events.jsonl:3: no event in Tetragon's JSON form: ");
    assertThat(entries.get(2))
        .isEqualTo(
            new Entry.Ignored(Entry.Ignored.Kind.LOG_LINE, Position.line("events.jsonl", 4)));
    assertThat(entries.get(3)).isInstanceOf(Entry.Message.class);
    assertThat(entries.get(3).position()).isEqualTo(Position.line("events.jsonl", 5));
  }

  @Test
  void aMessageThatIsCutIsADefectAtItsByteAndTheLastEntry() throws IOException {
    byte[] whole = delimited(exec("a", 1), exec("b", 2));
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    List<Entry> entries = read("events.pb", cut);
    assertThat(entries).hasSize(2);
    int length = exec("b", 2).getSerializedSize();
    assertThat(entries.getLast().toString())
        .isEqualTo(
            "events.pb: byte %d: ends within a message of %d bytes, after %d"
                .formatted(whole.length / 2, length, length - 3));
  }

  @Test
  void whatIsNeitherProtobufNorJsonIsADefect() throws IOException {
    List<Entry> entries = read("photo.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26});
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().toString()).startsWith("photo.png: byte 0: ");
  }

  @Test
  void aBrokenArchiveIsADefectAfterWhatCouldBeRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 10_000; i++) {
        gzip.write(EXEC.formatted(i).getBytes(UTF_8));
      }
    }
    List<Entry> entries = read("events.gz", Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertThat(entries.size()).isBetween(2, 9_999);
    assertThat(entries.getLast().toString())
        .startsWith("events.gz:" + entries.size() + ": cannot be read on: ");
  }

  @Test
  void anEmptyInputHasNoEvents() throws IOException {
    assertThat(read("empty", new byte[0])).isEmpty();
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("missing.pb");
    assertThatThrownBy(() -> EventInputs.open(List.of(missing)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": there is no such file");
  }

  @Test
  void aPipeIsReadWhileItIsWritten() throws IOException {
    try (PipedOutputStream out = new PipedOutputStream();
        EventInput input = pipedInput(out)) {
      assertThat(input.next()).isInstanceOf(Entry.Message.class);
      out.write(EXEC.formatted("second").getBytes(UTF_8));
      assertThat(input.next()).isInstanceOf(Entry.Message.class);
      out.close();
      assertThat(input.hasNext()).isFalse();
    }
  }

  private static EventInput pipedInput(PipedOutputStream out) throws IOException {
    PipedInputStream in = new PipedInputStream(out);
    out.write(EXEC.formatted("first").getBytes(UTF_8));
    return EventInput.of("standard input", in);
  }

  @Test
  void severalInputsAreOneStreamInTheOrderOfEventTime(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Files.write(first, delimited(exec("a", 10), exec("b", 30), loader("c"), exec("late", 5)));
    Files.write(second, delimited(exec("x", 5), exec("y", 20), exec("z", 30)));
    assertThat(names(EventInputs.open(List.of(first, second))))
        .containsExactly("late", "x", "a", "y", "b", "c", "z");
  }

  @Test
  void oneInputAloneKeepsItsOrder(@TempDir Path folder) throws IOException {
    Path only = folder.resolve("only");
    Files.write(only, delimited(exec("a", 10), exec("late", 5)));
    assertThat(names(EventInputs.open(List.of(only)))).containsExactly("a", "late");
  }

  private static List<String> names(Iterator<Entry> entries) {
    List<String> names = new ArrayList<>();
    while (entries.hasNext()) {
      Event event = Event.of(((Entry.Message) entries.next()).message());
      names.add(event.kind() == EventKind.PROCESS_LOADER ? event.path() : event.process().binary());
    }
    return names;
  }

  private static GetEventsResponse exec(String binary, long seconds) {
    return GetEventsResponse.newBuilder()
        .setProcessExec(ProcessExec.newBuilder().setProcess(Process.newBuilder().setBinary(binary)))
        .setTime(Timestamp.newBuilder().setSeconds(seconds))
        .build();
  }

  private static GetEventsResponse loader(String path) {
    return GetEventsResponse.newBuilder()
        .setProcessLoader(ProcessLoader.newBuilder().setPath(path))
        .build();
  }

  private static byte[] delimited(GetEventsResponse... events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (GetEventsResponse event : events) {
      event.writeDelimitedTo(bytes);
    }
    return bytes.toByteArray();
  }

  private static List<Entry> read(String name, byte[] bytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (EventInput input = EventInput.of(name, new ByteArrayInputStream(bytes))) {
      input.forEachRemaining(entries::add);
    }
    return entries;
  }

  private static List<byte[]> messages(String lines) {
    try {
      return read("lines", lines.getBytes(UTF_8)).stream()
          .map(entry -> ((Entry.Message) entry).message())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
