package dev.tocsin.source.sysmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.ProcessView;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SysmonDecoderTest {

  @Test
  void aRecordIsAnExecutionOnTheHost() {
    Event event = event(Records.record().xml());

    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_EXEC);
    assertThat(event.node()).isEqualTo("build-7");
    assertThat(event.timeNanos()).isEqualTo(nanos("2026-11-24T10:00:01.112511Z"));
    ProcessView process = event.process();
    assertThat(process.binary()).isEqualTo("/usr/bin/ls");
    assertThat(process.name()).isEqualTo("ls");
    assertThat(process.arguments()).isEqualTo("-la /srv");
    assertThat(process.cwd()).isEqualTo("/home/deploy");
    assertThat(process.pid()).isEqualTo(4001);
    assertThat(process.uid()).isEqualTo(1001);
    assertThat(process.userName()).isEqualTo("deploy");
    assertThat(process.startTimeNanos()).isEqualTo(nanos("2026-11-24T10:00:01.120Z"));
    assertThat(process.execId()).isEqualTo("{6f1d2c3b-0000-69a1-0000-000000000fa1}");
    assertThat(process.parentExecId()).isEqualTo("{6f1d2c3b-0000-69a0-0000-000000000fa0}");
    assertThat(process.docker()).isEmpty();
    assertThat(process.pod().present()).isFalse();
    assertThat(process.flags()).isEmpty();
    ProcessView parent = event.parent();
    assertThat(parent.binary()).isEqualTo("/usr/bin/bash");
    assertThat(parent.arguments()).isEmpty();
    assertThat(parent.pid()).isEqualTo(4000);
    assertThat(parent.userName()).isEqualTo("root");
    assertThat(parent.execId()).isEqualTo(process.parentExecId());
  }

  @Test
  void aDashIsNoValue() {
    Event event =
        event(
            Records.record()
                .data("CommandLine", "-")
                .data("CurrentDirectory", "-")
                .data("User", "-")
                .data("LogonId", "-")
                .data("UtcTime", "-")
                .data("ParentProcessGuid", "{00000000-0000-0000-0000-000000000000}")
                .data("ParentProcessId", "0")
                .data("ParentImage", "-")
                .data("ParentCommandLine", "-")
                .data("ParentUser", "-")
                .xml());

    assertThat(event.process().arguments()).isEmpty();
    assertThat(event.process().cwd()).isEmpty();
    assertThat(event.process().userName()).isEmpty();
    assertThat(event.process().hasUid()).isFalse();
    assertThat(event.process().startTimeNanos()).isZero();
    assertThat(event.process().parentExecId()).isEmpty();
    assertThat(event.parent().present()).isFalse();
  }

  @Test
  void rootIsNotTheSameAsNobodyKnowsWho() {
    ProcessView root = event(Records.record().data("LogonId", "0").xml()).process();
    assertThat(root.hasUid()).isTrue();
    assertThat(root.uid()).isZero();
  }

  @Test
  void withoutATimeOfTheSystemTheStartOfTheProcessIsTheTime() {
    assertThat(event(Records.record().system("TimeCreated", "").xml()).timeNanos())
        .isEqualTo(nanos("2026-11-24T10:00:01.120Z"));
    assertThat(
            event(Records.record().system("TimeCreated", "").without("UtcTime").xml()).timeNanos())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /usr/bin/sudo      | sudo gdb -nx -ex !sh             | gdb -nx -ex !sh
          /usr/bin/bash      | -bash                            | ''
          /usr/bin/bash      | bash                             | ''
          /usr/bin/bash      | /usr/bin/bash -c id              | -c id
          /usr/bin/bash      | /usr/bin/bash                    | ''
          /opt/my app/run    | /opt/my app/run --now            | --now
          /usr/bin/dash      | sh -c echo &lt;a&gt; &amp;&amp; id | -c "echo <a> && id"
          /usr/bin/octave    | octave --eval system(&quot;ls&quot;) | --eval system("ls")
          /usr/bin/printf    | printf &#233;&#x1F600;           | é😀
          /usr/bin/printf    | printf <![CDATA[<a>]]>           | <a>
          """)
  void argumentsAreTheCommandLineWithoutTheProgram(String image, String line, String arguments) {
    ProcessView process =
        event(Records.record().data("Image", image).data("CommandLine", line).xml()).process();
    assertThat(process.arguments()).isEqualTo(arguments);
  }

  @Test
  void charactersThatNoXmlMayHaveDoNotHideAStart() {
    String line = "printf \u001b[0m\u0000\uffff\nid";
    assertThat(event(Records.record().data("CommandLine", line).xml()).process().arguments())
        .isEqualTo("\ufffd[0m\ufffd\ufffd\nid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          id & echo              | id & echo
          id 2>&1 & disown       | id 2>&1 & disown
          a=1&b=2&&c &amp; d     | a=1&b=2&&c & d
          &b; &#x; &#;           | &b; &#x; &#;
          cat <x << EOF <<<y     | cat <x << EOF <<<y
          bash <(curl a) </dev/x | bash <(curl a) </dev/x
          a&#27;[31m&#x0;&#xfffe; | a\ufffd[31m\ufffd\ufffd
          """)
  void signsThatAreNotEscapedDoNotHideAStart(String line, String arguments) {
    assertThat(argumentsOf(Records.record().data("CommandLine", "sh " + line).xml()))
        .isEqualTo(arguments);
  }

  @Test
  void controlCharactersThatADaemonWroteAsNumbersAreThemselvesAgain() {
    String record = Records.record().data("CommandLine", "sh -c a#012b#011#033#040#123 #7").xml();
    assertThat(argumentsOf("Nov 24 10:00:01 build-7 sysmon[812]: " + record))
        .isEqualTo("-c a\nb\t\ufffd#040#123 #7");
    assertThat(argumentsOf(record)).isEqualTo("-c a#012b#011#033#040#123 #7");
  }

  private static String argumentsOf(String record) {
    return event(record).process().arguments();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "18446744073709551615", "4294967295", "4294967296", "four", "1\nWARN", " "})
  void anOddValueIsNone(String odd) {
    Event event =
        event(
            Records.record()
                .data("LogonId", odd)
                .data("ProcessId", odd)
                .data("ParentProcessId", odd)
                .data("UtcTime", odd)
                .data("TerminalSessionId", odd)
                .data("ParentProcessGuid", odd)
                .xml());
    assertThat(event.process().binary()).isEqualTo("/usr/bin/ls");
    assertThat(event.process().hasUid()).isFalse();
    assertThat(event.process().pid()).isZero();
    assertThat(event.process().startTimeNanos()).isZero();
    assertThat(event.timeNanos()).isEqualTo(nanos("2026-11-24T10:00:01.112511Z"));
  }

  @Test
  void anOddTimeOfTheSystemLeavesTheStartOfTheProcess() {
    for (String odd : new String[] {"+99999-01-01T00:00:00Z", "1969-01-01T00:00:00Z", "now", ""}) {
      assertThat(
              event(
                      Records.record()
                          .system("TimeCreated", "<TimeCreated SystemTime=\"" + odd + "\"/>")
                          .xml())
                  .timeNanos())
          .isEqualTo(nanos("2026-11-24T10:00:01.120Z"));
    }
  }

  @Test
  void aProgramWhoseFileIsGoneIsNamedAsBefore() {
    ProcessView process =
        event(
                Records.record()
                    .data("Image", "/usr/sbin/useradd (deleted)")
                    .data("CommandLine", "useradd svc")
                    .xml())
            .process();
    assertThat(process.name()).isEqualTo("useradd");
    assertThat(process.arguments()).isEqualTo("svc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<14>1 2026-11-24T10:00:01.12Z relay sysmon 812 - - ",
        "<14>1 2026-11-24T10:00:01.12Z relay sysmon 812 ID7 [a@1 x=\"]<Event> \\\" \\]\"][b@1] ",
        "<14>1 2026-11-24T10:00:01.12Z relay sysmon 812 - - \ufeff",
        "<14>Nov 24 10:00:01 relay sysmon[812]: ",
        "<14>Nov  4 10:00:01 relay sysmon: ",
        "<14>Nov 24 2026 10:00:01.120 relay sysmon: ",
        "Nov 24 10:00:01 relay sysmon[812]: ",
        "2026-11-24T10:00:01.120511+00:00 relay sysmon: "
      })
  void aLineOfSyslogSaysWhoSentARecordThatDoesNot(String header) {
    assertThat(event(header + Records.record().xml() + "\r\n").node()).isEqualTo("build-7");
    assertThat(event(header + Records.record().system("Computer", "").xml()).node())
        .isEqualTo("relay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sysmon: ",
        "<14>sysmon: ",
        "<99999>1 ",
        "<14>1 - - sysmon - - - ",
        "<?xml version=\"1.0\"?>"
      })
  void withoutAHeaderThatSaysSoTheSenderIsNotKnown(String header) {
    assertThat(event(header + Records.record().system("Computer", "").xml()).node()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Nov 24 10:00:01 host cron[1]: (root) CMD (true)",
        "<Events>",
        "<EventData>",
        "<14>1 2026-11-24T10:00:01.12Z relay app 812 - [a x=\"<Event>\"] nothing",
        "<Event"
      })
  void whatHoldsNoRecordIsIgnored(String text) {
    assertThat(decode(text)).isEqualTo(Decoded.Ignored.NO_RECORD);
  }

  @Test
  void otherEventsAndOtherProvidersAreIgnored() {
    assertThat(decode(Records.record().system("EventID", "<EventID>3</EventID>").xml()))
        .isEqualTo(Decoded.Ignored.OTHER_EVENT);
    assertThat(
            decode(
                Records.record()
                    .system("Provider", "<Provider Name=\"Microsoft-Windows-Sysmon\"/>")
                    .xml()))
        .isEqualTo(Decoded.Ignored.NO_RECORD);
  }

  @Test
  void namespacesAndCommentsAndUnknownElementsDoNoHarm() {
    String xml =
        Records.record()
            .xml()
            .replace("<Event>", "<Event xmlns=\"http://schemas.example/event\"><!-- c --><?p i?>")
            .replace("</System>", "<New a=\"b\">x<Deep>y</Deep></New></System><RenderingInfo/>");
    assertThat(event(xml).process().binary()).isEqualTo("/usr/bin/ls");
  }

  static Stream<Arguments> broken() {
    String record = Records.record().xml();
    String laughs = "<!DOCTYPE Event [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    String outside = "<!DOCTYPE Event [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    return Stream.of(
        arguments("cut off", record.substring(0, record.length() / 2)),
        arguments("cut off", "<Event>"),
        arguments("no well-formed XML", record.replace("<System>", "<System")),
        arguments("no well-formed XML", "<Event><System></Event>"),
        arguments("no well-formed XML", record + record),
        arguments("no well-formed XML", record.replace("<System>", laughs + "<System>")),
        arguments("no well-formed XML", record.replace("<System>", outside + "<System>")),
        arguments(
            "nested deeper than 8",
            record.replace("<System>", "<a>".repeat(500) + "</a>".repeat(500) + "<System>")),
        arguments("longer than", record.replace("ls -la", "x".repeat(300_000))),
        arguments(
            "'Image' is there twice", record.replace("</EventData>", data("Image", "/bin/su"))),
        arguments(
            "'EventID' is there twice",
            record.replace("</System>", "<EventID>1</EventID></System>")),
        arguments(
            "'" + "x".repeat(40) + "...' is there twice",
            record.replace(
                "</EventData>",
                data("x".repeat(9_000), "").replace("</EventData>", data("x".repeat(9_000), "")))),
        arguments("it has no Image", Records.record().without("Image").xml()),
        arguments("it has no Image", Records.record().data("Image", "-").xml()));
  }

  private static String data(String name, String value) {
    return "<Data Name=\"" + name + "\">" + value + "</Data></EventData>";
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenRecordSaysWhatIsWrong(String reason, String text) {
    assertThat(decode(text))
        .isInstanceOfSatisfying(
            Decoded.Broken.class,
            broken ->
                assertThat(broken.reason())
                    .contains(reason)
                    .hasSizeLessThan(300)
                    .doesNotContain("\n", "root:"));
  }

  /** The parser is given nothing before the record, so a document type there changes nothing. */
  @Test
  void aDocumentTypeBeforeTheRecordIsNotRead() {
    String type = "<!DOCTYPE Event [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    assertThat(event(type + Records.record().xml()).process().binary()).isEqualTo("/usr/bin/ls");
    assertThat(
            event(type + Records.record().data("CommandLine", "cat &x;").xml())
                .process()
                .arguments())
        .isEqualTo("&x;");
  }

  @Test
  void aLongAttributeAndManyElementsDoNoHarm() {
    String attribute = "<Correlation a=\"" + "x".repeat(200_000) + "\"/>";
    assertThat(decode(Records.record().system("Correlation", attribute).xml()))
        .isInstanceOf(Decoded.Execution.class);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      many.append("<a").append(i).append(" b=\"c\"/>");
    }
    assertThat(decode(Records.record().system("Correlation", many.toString()).xml()))
        .isInstanceOf(Decoded.Execution.class);
  }

  @Test
  void aDecoderGoesOnAfterABrokenRecord() {
    SysmonDecoder decoder = new SysmonDecoder();
    broken().forEach(each -> decoder.decode((String) each.get()[1]));
    assertThat(decoder.decode(Records.record().xml())).isInstanceOf(Decoded.Execution.class);
  }

  private static Decoded decode(String text) {
    return new SysmonDecoder().decode(text);
  }

  private static Event event(String text) {
    Decoded decoded = decode(text);
    assertThat(decoded).isInstanceOf(Decoded.Execution.class);
    return Event.of(((Decoded.Execution) decoded).message());
  }

  private static long nanos(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
