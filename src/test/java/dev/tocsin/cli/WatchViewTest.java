package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.cli.KeyPress.Key;
import dev.tocsin.cli.WatchView.Wish;
import dev.tocsin.triage.AlertKey;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch shows, and what keys do. */
class WatchViewTest {
  private static final Instant NOW = Instant.parse("2026-11-29T04:00:00Z");
  private static final ObjectMapper YAML = new YAMLMapper();

  private final WatchView view = new WatchView(true, "tocsin");

  @BeforeEach
  void fill() {
    view.update(
        List.of(
            alert("escape-7mzzzaaaabbbbccccdd", "Critical", "web-1", "nsenter in web-1"),
            alert(
                "shell-q2aaaabbbbccccddddee-2",
                "High",
                "db-0",
                "a \u001b[31mshell " + "x".repeat(300)),
            alert("probe-55aaaabbbbccccddddff", "Low", "db-1", "ran nmap")));
  }

  private static SecurityAlert alert(String name, String severity, String pod, String message) {
    try {
      SecurityAlert alert =
          YAML.readValue(
              """
              metadata: {namespace: shop, name: %s}
              spec:
                policy: {name: shell, namespace: tocsin-system}
                title: Title
                severity: %s
                subject: shop/%s
              status: {count: 3, lastSeen: "2026-11-29T03:55:00Z"}
              """
                  .formatted(name, severity, pod),
              SecurityAlert.class);
      alert.setSpec(
          SecurityAlertSpec.builder(alert.getSpec().policy(), "Title", alert.getSpec().severity())
              .subject(alert.getSpec().subject())
              .message(message)
              .build());
      return alert;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(int width, int height) {
    return view.lines(width, height, true, NOW).stream().map(AttributedString::toString).toList();
  }

  private Wish press(String characters) {
    Wish last = new Wish.Nothing();
    for (char each : characters.toCharArray()) {
      last = view.press(KeyPress.of(each));
    }
    return last;
  }

  private static AlertKey key(String name) {
    return new AlertKey("shop", name);
  }

  @Test
  void itIsAsHighAndAsWideAsTheTerminal() {
    for (int width : new int[] {40, 80, 160}) {
      assertThat(lines(width, 24)).hasSize(24).allMatch(line -> line.length() <= width);
    }
    assertThat(lines(80, 24).get(1)).startsWith("SEVERITY").doesNotContain("ID");
    assertThat(lines(80, 24).get(2)).startsWith("Critical    5m      3        shop/web-1");
    assertThat(lines(160, 24).get(1)).endsWith("ID");
    assertThat(lines(160, 24).get(3)).endsWith("ddddee").contains("\\u{1b}[31mshell xxx");
  }

  @Test
  void moreThanFitScrollWithTheChosenOne() {
    List<SecurityAlert> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(alert("alert-" + i + "-aaaabbbbccccddddeeee", "High", "pod-" + i, "m"));
    }
    view.update(many);
    assertThat(lines(80, 13)).noneMatch(line -> line.contains("pod-10 "));
    for (int i = 0; i < 10; i++) {
      view.press(KeyPress.of(Key.DOWN));
    }

    assertThat(lines(80, 13)).anyMatch(line -> line.contains("pod-10 "));
    assertThat(lines(80, 13)).noneMatch(line -> line.contains("pod-0 "));
  }

  @Test
  void theChosenOneStaysChosenWhereverItMoves() {
    press("j");
    view.update(
        List.of(
            alert("new-7mzzzaaaabbbbccccdd", "Critical", "web-9", "m"),
            alert("escape-7mzzzaaaabbbbccccdd", "Critical", "web-1", "m"),
            alert("shell-q2aaaabbbbccccddddee-2", "High", "db-0", "m")));

    assertThat(press("a")).isEqualTo(new Wish.Acknowledge(key("shell-q2aaaabbbbccccddddee-2")));
  }

  @Test
  void closingNeedsAReason() {
    assertThat(press("c")).isEqualTo(new Wish.Nothing());
    assertThat(lines(80, 24).getLast()).isEqualTo("reason for closing: _");
    assertThat(view.press(KeyPress.of(Key.ENTER))).isEqualTo(new Wish.Nothing());
    assertThat(lines(80, 24).getLast()).contains("a reason is needed");

    press("ca quack");
    view.press(KeyPress.of(Key.BACKSPACE));
    assertThat(view.press(KeyPress.of(Key.ENTER)))
        .isEqualTo(new Wish.Close(key("escape-7mzzzaaaabbbbccccdd"), "a quac"));
  }

  @Test
  void searchingLeavesOthersOutUntilItIsTakenBack() {
    press("/NMAP");
    view.press(KeyPress.of(Key.ENTER));
    assertThat(lines(80, 24).getFirst()).startsWith("1 alert, ").contains("with 'NMAP'");
    assertThat(lines(80, 24).get(2)).contains("shop/db-1");

    press("/");
    for (int i = 0; i < 4; i++) {
      view.press(KeyPress.of(Key.BACKSPACE));
    }
    view.press(KeyPress.of(Key.ENTER));
    assertThat(lines(80, 24).getFirst()).startsWith("3 alerts, ");
  }

  @Test
  void aPausedListStaysAsItWas() {
    press("p");
    view.update(List.of());
    assertThat(lines(80, 24).getFirst()).startsWith("3 alerts, ").endsWith(", paused");
    press("p");
    view.update(List.of());
    assertThat(lines(80, 24).getFirst()).startsWith("0 alerts, ");
  }

  @Test
  void enterReadsTheAlertAndEscapeGoesBack() {
    view.press(KeyPress.of(Key.ENTER));
    assertThat(lines(80, 24)).contains("Title", "nsenter in web-1");
    view.press(KeyPress.of(Key.ESCAPE));
    assertThat(lines(80, 24).get(1)).startsWith("SEVERITY");
    assertThat(press("q")).isEqualTo(new Wish.Quit());
  }

  @Test
  void severitiesHaveColours() {
    assertThat(view.lines(80, 24, true, NOW).get(3).styleAt(0))
        .isEqualTo(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
    assertThat(view.lines(80, 24, true, NOW).get(2).styleAt(0)).isEqualTo(AttributedStyle.INVERSE);
  }

  @Test
  void aLostConnectionIsSaid() {
    assertThat(view.lines(80, 24, false, NOW).getFirst().toString())
        .contains("no connection to the API server");
  }

  @Test
  void codesOfTerminalsAreKeys() throws IOException {
    NonBlockingReader codes =
        NonBlocking.nonBlocking(
            "keys",
            new StringReader("a\u001b[A\u001bOB\u001b[5~\u001b[6~\r\u007f\u001b[1;5C\u0003"));
    KeyReader keys = new KeyReader(codes);
    List<KeyPress> read = new ArrayList<>();
    while (read.isEmpty() || read.getLast().key() != Key.INTERRUPT) {
      Optional<KeyPress> key = keys.read(1000);
      key.ifPresent(read::add);
    }

    assertThat(read)
        .containsExactly(
            KeyPress.of('a'),
            KeyPress.of(Key.UP),
            KeyPress.of(Key.DOWN),
            KeyPress.of(Key.PAGE_UP),
            KeyPress.of(Key.PAGE_DOWN),
            KeyPress.of(Key.ENTER),
            KeyPress.of(Key.BACKSPACE),
            KeyPress.of(Key.INTERRUPT));
  }
}
