package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.KprobeArgument;
import dev.tocsin.source.proto.KprobeError;
import dev.tocsin.source.proto.KprobeFile;
import dev.tocsin.source.proto.KprobeLinuxBinprm;
import dev.tocsin.source.proto.KprobePath;
import dev.tocsin.source.proto.ProcessKprobe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileViewTest {

  /**
   * The arguments: F a file, P a path or dentry, B a linux_binprm, S a text, a number, ! an error.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      nullValues = "-",
      value = {
        "fd_install | 3 F/etc/shadow | open /etc/shadow",
        "security_file_open | F/host/etc/cron.d/x P/etc/cron.d/x 32769 | write /host/etc/cron.d/x inner /etc/cron.d/x",
        "security_file_open | P/etc/cron.d/x 1 | write /etc/cron.d/x",
        "security_file_open | F/proc/77/task/78/environ 32768 | open /proc/77/environ",
        "security_path_rename | P/a//b P/tmp/q P/etc/./x P/etc/passwd | rename /etc/x/passwd inner /etc/passwd from /a/b/q",
        "security_file_open | F/a 32768 | open /a",
        "security_file_open | F/a | open /a",
        "file_open | F/a 2 | write /a",
        "security_file_permission | F/a 2 | write /a",
        "security_file_permission | F/a 4 | read /a",
        "security_file_permission | F/a 1 |  /a",
        "security_file_truncate | F/var/log/wtmp | truncate /var/log/wtmp",
        "security_path_truncate | P/var/log/wtmp | truncate /var/log/wtmp",
        "security_path_unlink | P/var/log P/var/log/wtmp | remove /var/log/wtmp inner /var/log/wtmp",
        "security_path_unlink | P/host/var/log P/var/log/wtmp | remove /host/var/log/wtmp inner /var/log/wtmp",
        "security_path_unlink | P/var/log/audit P/audit/audit.log | remove /var/log/audit/audit.log inner /audit/audit.log",
        "security_path_unlink | P/ P/x/y | remove /y inner /x/y",
        "security_path_unlink | ! P/x/y | remove /x/y",
        "security_path_rename | P/tmp P/tmp/q P/etc P/etc/passwd | rename /etc/passwd inner /etc/passwd from /tmp/q",
        "security_path_rename | P/tmp P/q P/host/etc P/etc/passwd | rename /host/etc/passwd inner /etc/passwd from /tmp/q",
        "security_path_rename | ! P/tmp/q P/etc P/etc/passwd | rename /etc/passwd inner /etc/passwd from /tmp/q",
        "security_path_rename | P/tmp/q P/etc/passwd | rename /etc/passwd inner /etc/passwd from /tmp/q",
        "security_path_link | P/etc/shadow P/tmp P/tmp/s | link /tmp/s inner /tmp/s from /etc/shadow",
        "security_path_link | P/etc/shadow P/host/tmp P/tmp/s | link /host/tmp/s inner /tmp/s from /etc/shadow",
        "security_path_mknod | P/host/dev P/sda 25000 |  /host/dev/sda inner /sda",
        "security_bprm_check | B Smemfd:evil | execute memfd:evil",
        "security_bprm_check | B/dev/shm/evil Sevil | execute /dev/shm/evil",
        "security_move_mount | P P/mnt |  /mnt",
        "security_sb_mount | S/dev/vda P/mnt/a Sext4 |  /mnt/a",
        "sys_chroot | S/host | none",
      })
  void aFileIsWhatTheFunctionDoesSomethingWith(String function, String arguments, String expected) {
    assertThat(text(kprobe(function, arguments).file())).isEqualTo(expected.strip());
  }

  @Test
  void whatOneEventSaysIsGoneWithTheNext() {
    Event event = kprobe("security_path_rename", "P/tmp P/tmp/q P/host/etc P/etc/passwd");
    assertThat(event.file().oldPath()).isEqualTo("/tmp/q");
    event.wrap(kprobe("fd_install", "F/etc/shadow").bytes());
    assertThat(text(event.file())).isEqualTo("open /etc/shadow");
  }

  @Test
  void pathIsKnownAsReportedToo() {
    FileView file = kprobe("security_file_open", "F/proc/77/task/78/environ 32768").file();

    assertThat(file.path()).isEqualTo("/proc/77/environ");
    assertThat(file.rawPath()).isEqualTo("/proc/77/task/78/environ");
  }

  private static String text(FileView file) {
    return !file.present()
        ? "none"
        : (file.action()
                + " "
                + file.path()
                + (file.innerPath().isEmpty() ? "" : " inner " + file.innerPath())
                + (file.oldPath().isEmpty() ? "" : " from " + file.oldPath()))
            .strip();
  }

  private static Event kprobe(String function, String arguments) {
    ProcessKprobe.Builder kprobe = ProcessKprobe.newBuilder().setFunctionName(function);
    List<KprobeArgument> list = new ArrayList<>();
    for (String argument : arguments.split(" ")) {
      list.add(argument(argument.charAt(0), argument.substring(1), argument));
    }
    return Event.of(
        GetEventsResponse.newBuilder()
            .setProcessKprobe(kprobe.addAllArgs(list))
            .build()
            .toByteArray());
  }

  private static KprobeArgument argument(char kind, String path, String whole) {
    KprobeArgument.Builder argument = KprobeArgument.newBuilder();
    return switch (kind) {
      case 'F' -> argument.setFileArg(KprobeFile.newBuilder().setPath(path)).build();
      case 'P' -> argument.setPathArg(KprobePath.newBuilder().setPath(path)).build();
      case 'B' -> argument.setLinuxBinprmArg(KprobeLinuxBinprm.newBuilder().setPath(path)).build();
      case 'S' -> argument.setStringArg(path).build();
      case '!' -> argument.setErrorArg(KprobeError.newBuilder().setMessage("Bad address")).build();
      default -> argument.setUintArg(Integer.parseInt(whole)).build();
    };
  }
}
