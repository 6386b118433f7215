package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeFile;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessKprobe;
import org.junit.jupiter.api.Test;

class RepeatedWritesTest {
  private static final int SECOND = 1_000_000_000;
  private final RepeatedWrites writes = new RepeatedWrites();

  @Test
  void theSecondEventOfAWriteIsNoOther() {
    assertThat(repeats("security_file_open", "/etc/passwd", "p", 7, 0)).isFalse();
    assertThat(repeats("security_file_open", "/etc/passwd", "p", 7, 500_000)).isTrue();
    assertThat(repeats("security_file_open", "/etc/passwd", "p", 7, 600_000)).isFalse();
  }

  @Test
  void whatDiffersIsAnother() {
    assertThat(repeats("security_file_open", "/etc/passwd", "p", 7, 0)).isFalse();
    assertThat(repeats("security_file_open", "/etc/shadow", "p", 7, 1)).isFalse();
    assertThat(repeats("security_file_open", "/etc/shadow", "q", 7, 2)).isFalse();
    assertThat(repeats("security_file_open", "/etc/shadow", "q", 8, 3)).isFalse();
    assertThat(repeats("security_file_truncate", "/etc/shadow", "q", 8, 4)).isFalse();
    assertThat(repeats("security_file_truncate", "/etc/shadow", "q", 8, SECOND / 2)).isFalse();
  }

  @Test
  void readingIsNoWrite() {
    assertThat(repeats("fd_install", "/etc/shadow", "p", 7, 0)).isFalse();
    assertThat(repeats("fd_install", "/etc/shadow", "p", 7, 1)).isFalse();
  }

  @Test
  void aProcessThatIsNotKnownIsNotTheSame() {
    assertThat(repeats("security_file_open", "/etc/shadow", "", 7, 0)).isFalse();
    assertThat(repeats("security_file_open", "/etc/shadow", "", 7, 1)).isFalse();
  }

  private boolean repeats(String function, String path, String execId, int tid, int nanos) {
    return writes.repeats(
        Event.of(
            GetEventsResponse.newBuilder()
                .setTime(Timestamp.newBuilder().setSeconds(1).setNanos(nanos))
                .setProcessKprobe(
                    ProcessKprobe.newBuilder()
                        .setFunctionName(function)
                        .setProcess(
                            Process.newBuilder().setExecId(execId).setTid(UInt32Value.of(tid)))
                        .addArgs(
                            KprobeArgument.newBuilder()
                                .setFileArg(KprobeFile.newBuilder().setPath(path)))
                        .addArgs(KprobeArgument.newBuilder().setUintArg(1)))
                .build()
                .toByteArray()));
  }
}
