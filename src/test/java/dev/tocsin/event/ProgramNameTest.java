package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
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
          "\u00fc-1.2",
          "");
  private static final List<String> WORDS =
      List.of(
          "sh",
          "-c",
          "id",
          "\"id x\"",
          "nsenter",
          "kubectl",
          "--",
          "-i",
          "A=1",
          "/usr/bin/ufw",
          "5");

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void encodedNameIsTheOneOfTheCommandLine(long seed) {
    Random random = new Random(seed);
    StringBuilder arguments = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      arguments.append(arguments.isEmpty() ? "" : " ");
      arguments.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    ProcessView process =
        process("/usr/bin/" + NAMES.get(random.nextInt(NAMES.size())), arguments.toString());
    EncodedText name = new EncodedText();

    process.programName(name);

    assertThat(name.toString()).isEqualTo(process.command().effective().name());
  }

  @ParameterizedTest
  @CsvSource({
    "/bin/busybox, nsenter -t 1, nsenter",
    "/usr/bin/bash, -c id, id",
    "/usr/bin/curl, -k https://x, curl",
    "/usr/sbin/ufw, /usr/sbin/ufw disable, ufw"
  })
  void nameLeadsToTheProgramThatDoesTheWork(String binary, String arguments, String expected) {
    EncodedText name = new EncodedText();

    process(binary, arguments).programName(name);

    assertThat(name.toString()).isEqualTo(expected);
  }

  private static ProcessView process(String binary, String arguments) {
    byte[] bytes =
        GetEventsResponse.newBuilder()
            .setProcessExec(
                ProcessExec.newBuilder()
                    .setProcess(Process.newBuilder().setBinary(binary).setArguments(arguments)))
            .build()
            .toByteArray();
    return Event.of(bytes).process();
  }
}
