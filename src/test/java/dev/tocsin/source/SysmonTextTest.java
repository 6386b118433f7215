package dev.tocsin.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Event;
import dev.tocsin.source.sysmon.Records;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SysmonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n  ",
        "<?xml version=\"1.0\"?>\n",
        "<!-- exported -->\n",
        "<14>1 2026-11-24T10:00:01.12Z build-7 sysmon 812 - - ",
        "<14>Nov 24 10:00:01 build-7 sysmon[812]: ",
        "Nov 24 10:00:01 build-7 sysmon[812]: ",
        "2026-11-24T10:00:01.12+00:00 build-7 sysmon: "
      })
  void anInputIsKnownByWhatItBeginsWith(String beginning) {
    assertThat(read(beginning + record("ls")).stream().filter(Entry.Message.class::isInstance))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
      })
  void aLineOfSyslogBeginsWithAnyMonth(String month) {
    assertThat(told(month + "  1 00:00:00 build-7 sysmon: " + record("ls")))
        .containsExactly("1 ls");
  }

  @Test
  void recordsStandInOneLineOrInSeveralOrSeveralInOne() {
    String pretty =
        record("pretty").replace("<System>", "\r\n  <System>\r\n").replace("<Data", "\n    <Data");
    assertThat(
            told(
                record("one")
                    + "\r\n"
                    + pretty
                    + "\n\n"
                    + record("a")
                    + record("b")
                    + " \n"
                    + record("c")))
        .containsExactly("1 one", "2 pretty", "21 a", "21 b", "22 c");
  }

  @Test
  void linesOfOthersAndOtherEventsAreIgnoredAtTheirPlace() {
    assertThat(
            told(
                "Nov 24 10:00:01 build-7 cron[1]: (root) CMD (true)\n"
                    + Records.record().system("EventID", "<EventID>5</EventID>").xml()
                    + "\n"
                    + record("ls")))
        .containsExactly("1 ignored", "2 ignored", "3 ls");
  }

  @Test
  void aBrokenRecordIsADefectAtItsLineAndReadingGoesOn() {
    String cut = record("cut").substring(0, 400);
    List<Entry> entries =
        read(
            record("a")
                + "\n"
                + cut
                + "\n"
                + record("b").replace("<System>", "<System")
                + "\n"
                + record("c")
                + "\n"
                + cut);
    assertThat(entries).hasSize(5);
    assertThat(entries.get(0)).isInstanceOf(Entry.Message.class);
    assertThat(entries.get(1).toString())
        .isEqualTo("file:2: no record of Sysmon: the record is cut off: it has no </Event>");
    assertThat(entries.get(2).toString())
        .startsWith("file:3: no record of Sysmon: no well-formed XML at character ");
    assertThat(entries.get(3)).isInstanceOf(Entry.Message.class);
    assertThat(entries.get(4).toString()).startsWith("file:5: no record of Sysmon: ");
  }

  @Test
  void aRecordThatDoesNotEndIsGivenUpAndTheNextIsRead() {
    String endless = "<Event><System>\n" + "x".repeat(1000).concat("\n").repeat(300);
    List<Entry> entries = read(endless + record("ls"));
    assertThat(entries.getFirst().toString())
        .isEqualTo("file:1: no record of Sysmon: longer than 262144 characters");
    assertThat(entries.getLast()).isInstanceOf(Entry.Message.class);
  }

  @Test
  void aPackedFileIsRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(record("ls").getBytes(UTF_8));
    }
    assertThat(told(bytes.toByteArray())).containsExactly("1 ls");
  }

  @Test
  void bareRecordsAndLinesOfSyslogHoldTheSameEvents() {
    Path folder = Recordings.directory().resolve("sysmon");
    List<byte[]> bare = messages(folder.resolve("records.xml"));
    List<byte[]> lines = messages(folder.resolve("messages.log"));
    assertThat(bare).hasSize(6);
    assertThat(lines).containsExactlyElementsOf(bare);
  }

  private static List<byte[]> messages(Path file) {
    List<byte[]> messages = new ArrayList<>();
    try (EventInput input = EventInput.open(file)) {
      input.forEachRemaining(
          entry -> {
            if (entry instanceof Entry.Message message) {
              messages.add(message.message());
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  private static String record(String program) {
    return Records.record().data("Image", "/usr/bin/" + program).xml();
  }

  private static List<Entry> read(String text) {
    return read(text.getBytes(UTF_8));
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

  private static List<String> told(String text) {
    return told(text.getBytes(UTF_8));
  }

  /** Line and program, or what it is instead. */
  private static List<String> told(byte[] bytes) {
    return read(bytes).stream()
        .map(
            entry ->
                entry.position().number()
                    + " "
                    + switch (entry) {
                      case Entry.Message message -> Event.of(message.message()).process().name();
                      case Entry.Ignored ignored -> "ignored";
                      case Entry.Defect defect -> defect.reason();
                    })
        .toList();
  }
}
