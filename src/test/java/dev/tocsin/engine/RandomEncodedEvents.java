package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.language.EventFixture;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeFile;
import dev.tocsin.source.proto.KprobeSock;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessKprobe;
import dev.tocsin.source.proto.ProcessLsm;
import java.util.List;
import java.util.Random;

/** Events of few different texts, so that they meet conditions; some of them no UTF-8. */
final class RandomEncodedEvents {
  static final List<String> TEXTS =
      List.of(
          "",
          "sh",
          "SH",
          "env",
          "sh x",
          "-c \"sh x\"",
          "/bin/sh",
          "/tmp/sh",
          "/tmp/a/x",
          "/tmp/",
          "/x",
          "x",
          "a/x",
          "käse",
          "/tmp/\uFFFD",
          "\uFFFD",
          "fd_install",
          "sys_connect",
          "__x64_sys_connect",
          "__x64_other",
          "10.0.0.1",
          "::ffff:10.0.0.1",
          "3");

  /** Of programs that may stand for another one. */
  private static final List<String> LEADING =
      List.of(
          "/bin/sh",
          "/usr/bin/bash-static",
          "/usr/bin/env",
          "/usr/bin/timeout",
          "/bin/busybox.static",
          "/usr/bin/xargs",
          "/usr/bin/su",
          "/lib64/ld-linux-x86-64.so.2",
          "/snap/bin/microk8s.x",
          "/usr/local/bin/k3s",
          "/usr/bin/find",
          "/usr/bin/tee");

  private static final List<String> PLAIN =
      List.of(
          "sh",
          "x",
          "x -c 3",
          "/tmp/x",
          "/bin/sh -c x",
          "python3 -c 3",
          "tee /tmp/x",
          "cp a /tmp/x",
          "kubectl x",
          "3",
          "x | sh");

  /** Stands for the first byte of a character whose others are missing. */
  private static final char CUT = '~';

  private static final List<String> CUT_TEXTS = List.of("/tmp/~", "/bin~/sh", "~", "~/sh", "sh~");

  private final Random random;

  RandomEncodedEvents(Random random) {
    this.random = random;
  }

  Attribution place() {
    return pick(List.of(EventFixture.IN_POD, EventFixture.ON_HOST, EventFixture.UNKNOWN));
  }

  Event next(int second) {
    GetEventsResponse.Builder event =
        GetEventsResponse.newBuilder()
            .setNodeName("node-1")
            .setTime(EventFixture.timestamp(EventFixture.TIME.plusSeconds(second)));
    switch (random.nextInt(3)) {
      case 0 ->
          event.setProcessExec(ProcessExec.newBuilder().setProcess(process()).setParent(process()));
      case 1 -> {
        ProcessKprobe.Builder kprobe =
            ProcessKprobe.newBuilder().setProcess(process()).setFunctionName(text());
        for (int i = random.nextInt(3); i > 0; i--) {
          kprobe.addArgs(argument());
        }
        event.setProcessKprobe(kprobe);
      }
      default ->
          event.setProcessLsm(
              ProcessLsm.newBuilder()
                  .setProcess(process())
                  .setParent(process())
                  .setFunctionName(text())
                  .addArgs(argument()));
    }
    byte[] bytes = event.build().toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == CUT) {
        bytes[i] = (byte) (random.nextBoolean() ? 0xE2 : 0xF0);
      }
    }
    return Event.of(bytes);
  }

  private Process.Builder process() {
    String binary = random.nextInt(4) == 0 ? pick(CUT_TEXTS) : text();
    return switch (random.nextInt(4)) {
      case 0 -> Process.newBuilder().setBinary(pick(LEADING)).setArguments(command(3));
      default -> Process.newBuilder().setBinary(binary).setArguments(text());
    };
  }

  /** What stands behind a program that may stand for another one. */
  private String command(int depth) {
    String inner = depth == 0 ? pick(PLAIN) : command(depth - 1);
    return switch (random.nextInt(8)) {
      case 0 -> pick(List.of("", "-x ", "-- ", "5 ", "A=b ")) + inner;
      case 1 -> pick(LEADING) + " " + inner;
      case 2 -> "-c \"" + inner + pick(List.of("; ", " | ", " && ", " > /tmp/")) + inner + "\"";
      case 3 -> "-c \"" + inner + "\"";
      case 4 -> "-c \"sh -c '" + inner + "'\"";
      case 5 -> "-c \"cd /tmp; $(" + inner + ")\" x";
      case 6 -> ". -exec " + inner + pick(List.of(" {} ;", " +", ""));
      default -> inner;
    };
  }

  private KprobeArgument.Builder argument() {
    return switch (random.nextInt(3)) {
      case 0 -> KprobeArgument.newBuilder().setFileArg(KprobeFile.newBuilder().setPath(text()));
      case 1 ->
          KprobeArgument.newBuilder()
              .setSockArg(
                  KprobeSock.newBuilder()
                      .setDaddr(pick(List.of("10.0.0.1", "::ffff:10.0.0.1", "")))
                      .setDport(pick(List.of(53, 80, 0))));
      default -> KprobeArgument.newBuilder().setIntArg(random.nextInt(4));
    };
  }

  private String text() {
    return pick(TEXTS);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
