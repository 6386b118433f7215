package dev.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualNameTest {
  @ParameterizedTest
  @CsvSource({
    "python3.11, python",
    "python3, python",
    "python, python",
    "pypy3.10, pypy",
    "perl5.36, perl",
    "perl5.36.0, perl",
    "php8.2, php",
    "lua5.4, lua",
    "ruby3.2, ruby",
    "bash5, bash",
    "bash-static, bash",
    "busybox.static, busybox",
    "busybox-extras, busybox",
    "busybox-1.35.0-x86_64-linux-musl, busybox",
    "nc.openbsd, nc",
    "nc.traditional, nc",
    "curl-amd64, curl",
    "chisel_1.10.0_linux_amd64, chisel",
    "merlinAgent-Linux-x64, merlinAgent",
    "kubectl-v1.28.4, kubectl",
    "linpeas_linux_amd64, linpeas",
    "amicontained-linux-amd64, amicontained",
    "tool.exe, tool",
    "tool-l\u0130nux, tool-l\u0130nux", // no ASCII: not the letter of linux
    "ncat.exe, ncat",
    // names, whatever they end in
    "base64, base64",
    "base32, base32",
    "bzip2, bzip2",
    "ip6tables, ip6tables",
    "mkfs.ext4, mkfs.ext4",
    "sqlite3, sqlite3",
    "containerd-shim-runc-v2, containerd-shim-runc-v2",
    "nsenter, nsenter",
    "redis-server, redis-server",
    "ld-linux-x86-64.so.2, ld-linux-x86-64.so.2",
    "a.sh, a.sh",
    "x, x",
    "3, 3",
    "1.2, 1.2",
    "-linux, -linux",
    "amd64, amd64",
    "'', ''",
  })
  void nameIsTheOneOfTheProgram(String file, String name) {
    assertThat(UsualName.of(file)).isEqualTo(name);
  }
}
