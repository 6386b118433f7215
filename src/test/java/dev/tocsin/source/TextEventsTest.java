package dev.tocsin.source;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Event;
import dev.tocsin.source.sysmon.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as people have them, each with programs that are named by it. */
class TextEventsTest {
  private static final String TIME = "2026-11-24T10:00:01.123456789Z";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s%s",
        "%s %s",
        "%s,%s",
        "[%s,%s]",
        "[\n  %s,\n  %s\n]\n",
        "\ufeff%s\r\n\r\n%s",
        "\t%s\n\u00a0 %s\u200b",
        "\u001e%s\n\u001e%s",
        "time=\"2026-11-24T10:00:00Z\" level=info msg=\"Starting\"\n%s\nI1124 x.go:1] {odd}\n%s\n",
        "-- Journal begins at Mon 2026-11-23. --\n%s\n-- Boot 7 --\n%s",
        "[pod/tetragon-x7/export-stdout] %s\n[pod/tetragon-x7/export-stdout] %s",
        "[pod/tetragon-x7/export-stdout] 2026-11-24T10:00:01.1Z %s\n\u001b[36m[pod/a/b]\u001b[0m %s",
        "2026-11-24T10:00:01.123456789Z %s\n2026-11-24T10:00:02+01:00 %s",
        "tetragon-x7 export-stdout %s\ntetragon-1  | %s",
        "2026-11-24T10:00:01Z {app=\"t\", pod=\"a{b}\"} %s\n2026-11-24T10:00:02Z {a=\"b\"} %s",
        "Nov 24 10:00:01 node-1 tetragon[812]: %s\nNov  4 10:00:01.12 node-1 tetragon: %s",
        "2026-11-24T10:00:01+0000 node-1 tetragon[812]: %s\n1795514400.123 node-1 tetragon: %s",
        "Tue 2026-11-24 10:00:01 UTC node-1 tetragon[812]: %s\n<14>Nov 24 10:00:01 n t: %s",
        "<14>1 2026-11-24T10:00:01Z node-1 tetragon 812 - - %s\n"
            + "<14>1 2026-11-24T10:00:01Z node-1 tetragon 812 ID [a b=\"c\"] %s",
        "PRIORITY=6\nMESSAGE=%s\n\nMESSAGE=%s\n",
        "2026-11-24T10:00:01.1Z stdout F %s\n2026-11-24T10:00:02.1+01:00 stderr F %s\n",
      })
  void eventsAreReadWhereverTheyStandInALine(String form) {
    assertThat(programs(form.formatted(exec("nsenter"), exec("nmap"))))
        .containsExactly("nsenter", "nmap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"log\":%s,\"stream\":\"stdout\",\"time\":\"2026-11-24T10:00:01Z\"}",
        "{\"MESSAGE\":%s,\"_HOSTNAME\":\"node-1\",\"PRIORITY\":\"6\"}",
        "{\"labels\":{\"pod\":\"t\"},\"line\":%s,\"timestamp\":\"2026-11-24T10:00:01Z\"}",
        "{\"preview\":false,\"offset\":0,\"result\":{\"_time\":\"x\",\"_raw\":%s}}",
        "{\"results\":[{\"_raw\":%s}]}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"stream\":{},\"values\":[[\"1795514400500000000\",%s]]}]}}",
        "{\"events\":[{\"timestamp\":1795514400500,\"message\":%s}]}",
        "[{\"insertId\":\"a\",\"textPayload\":%s}]",
        "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":%s}}]}]}]}",
        "{\"hits\":{\"hits\":[{\"_source\":{\"message\":%s}}]}}",
      })
  void linesAreReadOutOfTheJsonOfCollectors(String form) {
    String json = exec("nsenter");
    assertThat(programs(form.formatted(quoted(json)))).containsExactly("nsenter");
    assertThat(programs(form.formatted(quoted(json + "\n")))).containsExactly("nsenter");
    assertThat(programs(form.formatted(quoted(TIME + " stdout F " + json))))
        .containsExactly("nsenter");
    assertThat(programs(form.formatted(json))).as("as an object").containsExactly("nsenter");
    assertThat(programs(form.formatted(quoted(Records.record().xml())))).containsExactly("ls");
    assertThat(told(form.formatted(quoted("level=info msg=Starting")))).startsWith("1 LOG_LINE");
  }

  @Test
  void whatJournaldCannotPrintIsReadFromItsBytes() {
    StringBuilder bytes = new StringBuilder();
    for (byte each : exec("nsenter").getBytes(UTF_8)) {
      bytes.append(bytes.isEmpty() ? "" : ",").append(each);
    }
    assertThat(programs("{\"MESSAGE\":[" + bytes + "]}")).containsExactly("nsenter");
  }

  @Test
  void anEventIsReadOnceWhereACollectorKeepsTheLineToo() {
    String both = "{\"log\":" + quoted(exec("a")) + "," + exec("b").substring(1);
    assertThat(programs(both)).containsExactly("b");
    assertThat(programs("{\"message\":" + quoted(exec("a")) + ",\"json\":" + exec("a") + "}"))
        .containsExactly("a");
  }

  /** Whoever is watched chooses the texts in an event. */
  @Test
  void withinAnEventNothingIsLookedFor() {
    String inside =
        "{\"process_exec\":{\"process\":{\"binary\":\"/bin/a\",\"arguments\":"
            + quoted(exec("b") + "<Event>")
            + "},\"log\":"
            + quoted(exec("c"))
            + "}}";
    assertThat(programs(inside)).containsExactly("a");
    assertThat(programs(TIME + " stdout F " + inside)).containsExactly("a");
    assertThat(programs("Nov 24 10:00:01 web nginx: GET /?q= " + exec("forged") + "\n" + exec("a")))
        .containsExactly("a");
  }

  @Test
  void anObjectOverSeveralLinesStandsAtItsFirst() {
    String pretty = exec("nsenter").replace("{", "{\n  ").replace("}", "\n}").replace(",", ",\n");
    assertThat(told(pretty + "\n" + pretty + exec("nmap") + "\n" + exec("sh")))
        .containsExactly("1 nsenter", "10 nsenter", "18 nmap", "19 sh");
    assertThat(programs("[" + pretty + ",\n" + pretty + "]")).hasSize(2);
  }

  @Test
  void aLineThatIsCutOffHidesNoOther() {
    String whole = exec("b");
    for (int cut = 20; cut < whole.length() - 1; cut++) {
      String text = exec("a") + "\n" + whole.substring(0, cut) + "\n" + exec("c");
      assertThat(told(text)).containsExactly("1 a", "2 the JSON object is cut off", "3 c");
    }
  }

  @Test
  void aLineWithoutItsBeginningIsToldOf() {
    String rest = "x\",\"parent\":{\"exec_id\":\"a\"},\"node_name\":\"n\"}\n";
    assertThat(told(rest + exec("a")).getFirst())
        .startsWith("1 an event in a form that is not read, in 'x\",\"parent\"");
    assertThat(told("\"" + exec("a").replace("\"", "\"\"") + "\"\n" + exec("b")).getFirst())
        .startsWith("1 an event in a form that is not read");
  }

  @Test
  void partsOfALineAreJoinedForEachStream() {
    String out = exec("nsenter");
    String err = exec("nmap");
    String at = "2026-11-24T10:00:01.1Z ";
    assertThat(
            told(
                at
                    + "stdout P "
                    + out.substring(0, 9)
                    + "\n"
                    + at
                    + "stderr P "
                    + err.substring(0, 30)
                    + "\n"
                    + at
                    + "stdout P "
                    + out.substring(9, 40)
                    + "\n"
                    + at
                    + "stdout F "
                    + out.substring(40)
                    + "\n"
                    + at
                    + "stderr F "
                    + err.substring(30)
                    + "\n"
                    + at
                    + "stdout P {\"process"))
        .containsExactly("1 nsenter", "2 nmap", "6 the line is cut off");
    assertThat(
            told(
                docker(out.substring(0, 30))
                    + docker(out.substring(30) + "\n")
                    + docker(err.substring(0, 30))
                    + docker(exec("sh") + "\n")))
        .containsExactly("1 nsenter", "3 the JSON object is cut off", "4 sh");
  }

  private static String docker(String line) {
    return "{\"log\":" + quoted(line) + ",\"stream\":\"stdout\"}\n";
  }

  @Test
  void anOddValueHidesNoEvent() {
    String odd =
        """
        {"process_exec":{"process":{"binary":"/bin/a","pid":-1,"uid":"root","start_time":"now",\
        "ancestors":7,"cap":{"permitted":"all","effective":["CAP_SYS_ADMIN"]}}},\
        "time":"2026-11-24t10:00:00.5z"}""";
    List<Entry> entries = read(odd.getBytes(UTF_8));
    Event event = Event.of(((Entry.Message) entries.getFirst()).message());
    assertThat(event.process().name()).isEqualTo("a");
    assertThat(event.process().capabilities().effective()).containsExactly("CAP_SYS_ADMIN");
    assertThat(event.timeNanos()).isEqualTo(1795514400_500_000_000L);
    assertThat(entries.subList(1, entries.size()))
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(entry)
                    .isEqualTo(
                        new Entry.Ignored(Entry.Ignored.Kind.ODD_FIELD, Position.line("file", 1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2026-11-24T10:00:00.5z\"",
        "\"2026-11-24 10:00:00.500Z\"",
        "1795514400.5",
        "1795514400500",
        "1795514400500000",
        "1795514400500000000"
      })
  void aTimeIsReadInTheFormsThatItHas(String time) {
    String process = "{\"process_exec\":{\"process\":{\"arguments\":[\"-t\",1]}},";
    Entry entry = read((process + "\"time\":" + time + "}").getBytes(UTF_8)).getFirst();
    Event event = Event.of(((Entry.Message) entry).message());
    assertThat(event.timeNanos()).isEqualTo(1795514400_500_000_000L);
    assertThat(event.process().arguments()).isEqualTo("-t 1");
  }

  @Test
  void aKeyThatIsThereTwiceIsADefect() {
    assertThat(told("{\"process_exec\":{\"process\":{\"pid\":2,\"pid\":-1}}}").getFirst())
        .startsWith("1 no event in Tetragon's JSON form: Duplicate field 'pid'");
  }

  @Test
  void whatHasNoEventInItIsNotTakenForRead() {
    assertThat(told("{\"a\":1}\nlevel=info\n"))
        .hasSize(3)
        .element(2)
        .asString()
        .startsWith(
            "1 there is no event in it: 1 lines of a log, 1 JSON objects without an event; ");
  }

  @Test
  void inputsInWhichNothingIsAreADefect(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    Path blank = Files.writeString(folder.resolve("blank"), "\n \n");
    try (EventInputs inputs = EventInputs.open(List.of(empty, blank))) {
      assertThat(inputs.next().toString())
          .isEqualTo(empty + ", " + blank + ":1: there is nothing in it");
      assertThat(inputs.hasNext()).isFalse();
    }
  }

  @Test
  void anExecutionThatIsThereTwiceIsOne(@TempDir Path folder) throws IOException {
    String first = "{\"process_exec\":{\"process\":{\"exec_id\":\"a:1\",\"binary\":\"/bin/a\"}}}\n";
    String hook = first.replace("process_exec\":", "process_kprobe\":");
    Path file = Files.writeString(folder.resolve("file"), first + hook + first + hook);
    try (EventInputs inputs = EventInputs.open(List.of(file))) {
      List<String> kinds = new ArrayList<>();
      inputs.forEachRemaining(entry -> kinds.add(entry.getClass().getSimpleName()));
      assertThat(kinds).containsExactly("Message", "Message", "Ignored", "Message");
    }
  }

  @Test
  void formsThatAreNotReadAreNamed() {
    String json = exec("a");
    assertThat(refused(json, UTF_16LE)).contains("UTF-16", "iconv");
    assertThat(refused("\ufeff" + json, UTF_16LE)).contains("UTF-16", "iconv");
    assertThat(refused("\ufeff" + json, Charset.forName("UTF-16BE"))).contains("UTF-16", "iconv");
    assertThat(refused("\ufeff" + json, Charset.forName("UTF-32LE"))).contains("UTF-32", "iconv");
    assertThat(refused("(\u00b5/\u00fd\u0004", Charset.forName("ISO-8859-1"))).contains("zstd");
    assertThat(refused("PK\u0003\u0004\u0014", UTF_8)).contains("ZIP");
  }

  private static String refused(String text, Charset charset) {
    List<Entry> entries = read(text.getBytes(charset));
    assertThat(entries).hasSize(1);
    return entries.getFirst().toString();
  }

  @Test
  void anObjectThatDoesNotEndIsGivenUp() {
    String line = "\"" + "x".repeat(1 << 20) + "\": 1,\n";
    assertThat(told("{\n" + line.repeat(17) + "}\n" + exec("a")))
        .satisfies(
            told -> {
              assertThat(told.getFirst()).startsWith("1 a JSON object of more than 16777216 ");
              assertThat(told.getLast()).isEqualTo("20 a");
            });
  }

  private static String exec(String program) {
    return "{\"process_exec\":{\"process\":{\"binary\":\"/bin/"
        + program
        + "\",\"pid\":7}},\"node_name\":\"node-1\"}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static List<String> programs(String text) {
    List<String> programs = new ArrayList<>();
    for (Entry entry : read(text.getBytes(UTF_8))) {
      if (entry instanceof Entry.Message message) {
        programs.add(Event.of(message.message()).process().name());
      }
    }
    return programs;
  }

  /** Line and program, or what it is instead. */
  private static List<String> told(String text) {
    return read(text.getBytes(UTF_8)).stream()
        .map(
            entry ->
                entry.position().number()
                    + " "
                    + switch (entry) {
                      case Entry.Message message -> Event.of(message.message()).process().name();
                      case Entry.Ignored ignored -> ignored.kind().toString();
                      case Entry.Defect defect -> defect.reason();
                    })
        .toList();
  }

  private static List<Entry> read(byte[] bytes) {
    List<Entry> entries = new ArrayList<>();
    try (EventInput input = EventInput.of("file", new ByteArrayInputStream(bytes))) {
      input.forEachRemaining(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
