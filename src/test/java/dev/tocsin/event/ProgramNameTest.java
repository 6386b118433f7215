package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.command.Command;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The name that the index looks up is the one that expressions read. */
class ProgramNameTest {
  private static final List<String> NAMES =
      List.of(
          "sh",
          "bash5",
          "bash-static",
          "busybox",
          "busybox.static",
          "env",
          "sudo",
          "k3s",
          "microk8s",
          "microk8s.kubectl",
          "ld-linux-x86-64.so.2",
          "ld-musl-x86_64.so.1",
          "coreutils",
          "python3",
          "python3.11",
          "nsenter",
          "curl",
          "timeout",
          "xargs",
          "su",
          "ufw",
          "3",
          "x-1.0",
          "chisel_1.10.0_linux_amd64",
          "nc.openbsd",
          "mkfs.ext4",
          "cp",
          "tee",
          "find",
          "\u00fc-1.2",
          "");
  private static final List<String> WORDS =
      List.of(
          "sh",
          "-c",
          "id",
          "\"id x\"",
          "\"id > /x; tee /y\"",
          "-exec",
          "nsenter",
          "kubectl",
          "--",
          "-i",
          "A=1",
          "/usr/bin/ufw",
          "5");

  private static final List<String> FOLDERS =
      List.of(
          "/usr/bin/",
          "/",
          "./",
          "/usr//bin/",
          "/usr/./bin/../bin/",
          "/proc/self/root/bin/",
          "/proc/self/cwd/",
          "/proc/1/task/1/root/bin/",
          "/proc/thread-self/root/");

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void encodedNamesAndPathsAreThoseOfTheCommandLine(long seed) {
    Random random = new Random(seed);
    StringBuilder arguments = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      arguments.append(arguments.isEmpty() ? "" : " ");
      arguments.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    ProcessView process =
        process(
            FOLDERS.get(random.nextInt(FOLDERS.size())) + NAMES.get(random.nextInt(NAMES.size())),
            arguments.toString());

    List<Command> commands = process.command().commands();
    assertThat(names(process)).isEqualTo(commands.stream().map(Command::name).toList());
    assertThat(paths(process)).isEqualTo(commands.stream().map(Command::path).toList());
    assertThat(process.commandTexts().writes(new EncodedText()))
        .containsExactlyInAnyOrderElementsOf(
            commands.stream().map(Command::writes).flatMap(List::stream).distinct().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "/bin/busybox, nsenter -t 1, nsenter",
    "/usr/bin/bash, -c id, id",
    "/usr/bin/curl, -k https://x, curl",
    "/usr/sbin/ufw, /usr/sbin/ufw disable, ufw"
  })
  void lastNameIsThatOfTheProgramThatDoesTheWork(String binary, String arguments, String expected) {
    assertThat(names(process(binary, arguments))).last().isEqualTo(expected);
  }

  private static List<String> names(ProcessView process) {
    EncodedText text = new EncodedText();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < process.commandTexts().count(text); i++) {
      process.commandTexts().name(i, text);
      names.add(text.toString());
    }
    return names;
  }

  private static List<String> paths(ProcessView process) {
    EncodedText text = new EncodedText();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < process.commandTexts().count(text); i++) {
      process.commandTexts().path(i, text);
      paths.add(text.toString());
    }
    return paths;
  }

  private static ProcessView process(String binary, String arguments) {
    byte[] bytes =
        GetEventsResponse.newBuilder()
            .setProcessExec(
                ProcessExec.newBuilder()
                    .setProcess(
                        Process.newBuilder()
                            .setBinary(binary)
                            .setArguments(arguments)
                            .setCwd("/srv/app")))
            .build()
            .toByteArray();
    return Event.of(bytes).process();
  }
}
