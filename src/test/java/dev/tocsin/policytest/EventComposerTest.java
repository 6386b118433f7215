package dev.tocsin.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.FileView;
import dev.tocsin.source.Entry;
import dev.tocsin.source.EventInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The short form of events, read back as the event view reads them. */
class EventComposerTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectMapper YAML = new YAMLMapper();

  private EventComposer composer;

  @BeforeEach
  void begin() throws Exception {
    TestFile file =
        new TestFile(Path.of("x.test.yaml"), List.of(), List.of(), List.of(), List.of(), List.of());
    composer = new EventComposer(new TestPods(file, TIME.minusSeconds(60)), TIME.minusSeconds(60));
  }

  private Event event(String text) throws Exception {
    Step step = new StepReader(Path.of("x.test.yaml")).read("events[0]", YAML.readTree(text));
    String line = composer.compose((Step.Happens) step, TIME);
    try (EventInput input =
        EventInput.of("test", new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))) {
      return switch (input.next()) {
        case Entry.Message message -> Event.of(message.message());
        case Entry.Ignored ignored -> throw new IllegalArgumentException(ignored.toString());
        case Entry.Defect defect -> throw new IllegalArgumentException(defect.toString());
      };
    }
  }

  @Test
  void aProgramStarts() throws Exception {
    Event event =
        event(
            "{exec: 'sh -c \"a b\"', parent: /usr/sbin/nginx, pod: shop/web, uid: 33, cwd: /srv}");

    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_EXEC);
    assertThat(event.timeNanos()).isEqualTo(TIME.getEpochSecond() * 1_000_000_000L);
    assertThat(event.process().binary()).isEqualTo("/usr/bin/sh");
    assertThat(event.process().arguments()).isEqualTo("-c \"a b\"");
    assertThat(event.process().uid()).isEqualTo(33);
    assertThat(event.process().cwd()).isEqualTo("/srv");
    assertThat(event.process().docker()).hasSize(31);
    assertThat(event.process().pod().name()).isEqualTo("web");
    assertThat(event.parent().name()).isEqualTo("nginx");
    assertThat(event.process().parentExecId()).isEqualTo(event.parent().execId());
  }

  @Test
  void aPathWithABlankStandsInQuotes() throws Exception {
    Event event = event("exec: '\"/tmp/my prog\" x y'");

    assertThat(event.process().binary()).isEqualTo("/tmp/my prog");
    assertThat(event.process().arguments()).isEqualTo("x y");
  }

  @Test
  void aParentIsTheProcessThatBeganLast() throws Exception {
    String first = event("exec: bash").process().execId();
    String child = event("{exec: id, parent: bash}").parent().execId();
    String second = event("exec: bash").process().execId();
    String caller = event("{open: /etc/hosts, by: bash}").process().execId();
    String elsewhere = event("{open: /etc/hosts, by: bash, pod: a/b}").process().execId();

    assertThat(child).isEqualTo(first);
    assertThat(second).isNotEqualTo(first);
    assertThat(caller).isEqualTo(second);
    assertThat(elsewhere).isNotIn(first, second);
  }

  @Test
  void aHostProcessIsInNoContainer() throws Exception {
    Event event = event("{exec: kubelet, host: true, node: node-7}");

    assertThat(event.process().docker()).isEmpty();
    assertThat(event.process().pod().present()).isFalse();
    assertThat(event.node()).isEqualTo("node-7");
  }

  @Test
  void aSystemCallHasArgumentsOfAllKinds() throws Exception {
    Event event =
        event(
            """
            {call: sys_mount, by: mount, returns: -1, tracingPolicy: mounts,
             args: [/dev/sda1, {path: /mnt, permission: drwxr-xr-x, label: target}, 5, {uint: 7}, null]}
            """);

    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_KPROBE);
    assertThat(event.function()).isEqualTo("sys_mount");
    assertThat(event.returnValue()).isEqualTo(-1);
    assertThat(event.tracingPolicy()).isEqualTo("mounts");
    assertThat(event.arguments().stream().map(argument -> argument.kind().name()))
        .containsExactly("STRING", "PATH", "INT", "UINT", "ERROR");
    assertThat(event.arguments().get(1).label()).isEqualTo("target");
    assertThat(event.file().path()).isEqualTo("/mnt");
    assertThat(event.file().permission()).isEqualTo("drwxr-xr-x");
  }

  @Test
  void aConnectionIsOne() throws Exception {
    Event event = event("{connect: '[2001:db8::1]:443', by: curl}");

    assertThat(event.is(EventKind.PROCESS_CONNECT)).isTrue();
    assertThat(event.connection().destinationIP()).isEqualTo("2001:db8::1");
    assertThat(event.connection().destinationPort()).isEqualTo(443);
    assertThat(event.connection().protocol()).isEqualTo("TCP");
    assertThat(event("{connect: '9.9.9.9:53', protocol: UDP, by: dig}").connection().protocol())
        .isEqualTo("UDP");
    assertThat(event("{listen: '0.0.0.0:80', by: nginx}").is(EventKind.PROCESS_CONNECT)).isFalse();
  }

  @Test
  void whatHappensToAFile() throws Exception {
    assertThat(event("{open: /a/b, by: cat}").function()).isEqualTo("fd_install");
    assertThat(file("{open: /a/b, by: cat}")).isEqualTo("open /a/b inner /a/b");
    assertThat(event("{write: /a/b, by: cat}").function()).isEqualTo("security_file_open");
    assertThat(file("{write: /a/b, by: cat}")).isEqualTo("write /a/b inner /a/b");
    assertThat(file("{read: /a/b, by: cat}")).isEqualTo("open /a/b inner /a/b");
    assertThat(file("{remove: /a/b, by: rm}")).isEqualTo("remove /a/b inner /a/b");
    assertThat(file("{rename: /a/b, from: /tmp/x, by: mv}"))
        .isEqualTo("rename /a/b inner /a/b old /tmp/x");
    assertThat(file("{link: /a/b, from: /etc/x, by: ln}"))
        .isEqualTo("link /a/b inner /a/b old /etc/x");
    assertThat(file("{truncate: /a/b, by: sh}")).isEqualTo("truncate /a/b");
    assertThat(file("{execute: 'memfd:x', by: sh}")).isEqualTo("execute memfd:x");
    assertThat(file("{execute: /dev/shm/x, by: sh}")).isEqualTo("execute /dev/shm/x");
    assertThat(event("{truncate: /a/b, by: sh}").is(EventKind.FILE_ACCESS)).isTrue();
  }

  /** What is mounted elsewhere has another path inside its file system. */
  @Test
  void aPathInsideItsFileSystem() throws Exception {
    assertThat(event("{write: /host/etc/passwd, by: sh}").file().innerPath())
        .isEqualTo("/etc/passwd");
    assertThat(event("{write: /host/proc/sysrq-trigger, by: sh}").file().innerPath())
        .isEqualTo("/sysrq-trigger");
    assertThat(event("{write: /proc/sys/fs/binfmt_misc/register, by: sh}").file().innerPath())
        .isEqualTo("/register");
    assertThat(event("{write: /jobs/x, inner: /etc/cron.d/x, by: sh}").file().innerPath())
        .isEqualTo("/etc/cron.d/x");
  }

  private String file(String text) throws Exception {
    FileView file = event(text).file();
    return file.action()
        + " "
        + file.path()
        + (file.innerPath().isEmpty() ? "" : " inner " + file.innerPath())
        + (file.oldPath().isEmpty() ? "" : " old " + file.oldPath());
  }

  @Test
  void otherHooks() throws Exception {
    assertThat(event("{hook: bprm_check_security, by: sh, args: [{linux_binprm: /tmp/x}]}").kind())
        .isEqualTo(EventKind.PROCESS_LSM);
    assertThat(event("{tracepoint: syscalls/sys_enter_kill, by: sh, args: [{size: 9}]}").function())
        .isEqualTo("syscalls/sys_enter_kill");
    assertThat(event("exit: cat /etc/hosts").kind()).isEqualTo(EventKind.PROCESS_EXIT);
  }

  @Test
  void tetragonsOwnJsonKeepsWhatItSays() throws Exception {
    Event event =
        event(
            "{event: {process_connect: {destination_ip: 1.2.3.4, destination_port: 80, process:"
                + " {uid: 7}}}}");

    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_CONNECT);
    assertThat(event.connection().destinationIP()).isEqualTo("1.2.3.4");
    assertThat(event.process().uid()).isEqualTo(7);
    assertThat(event.process().binary()).isEqualTo("/app/server");
  }
}
