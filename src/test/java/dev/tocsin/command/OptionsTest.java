package dev.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static Options of(String program, String... arguments) {
    return Options.of(UsualName.of(program), List.of(arguments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // joined, abbreviated, with an attached value, behind the value of another one
        "curl   | -fsSLk https://x            | -k            | true",
        "curl   | --insecure https://x        | -k            | true",
        "curl   | -k https://x                | --insecure    | true",
        "curl   | --insec https://x           | -k            | true",
        "curl   | -A -k https://x             | -k            | false",
        "curl   | -A-k https://x              | -k            | false",
        "curl   | -o -k https://x             | -k            | false",
        "curl   | -- -k                       | -k            | false",
        "curl   | -H X-k:1 https://x          | -k            | false",
        "base64 | --dec                       | -d            | true",
        "base64 | -D                          | -d            | true",
        "base64 | -i -d /tmp/a                | --decode      | true",
        "base64 | -w0                         | -d            | false",
        "find   | /data -delete               | -delete       | true",
        "find   | / -name -delete             | -delete       | false",
        "openssl| enc -d -base64              | -d            | true",
        "xxd    | -r -p                       | -r            | true",
        "xxd    | -rp                         | -r            | true",
        "tar    | xzf a.tgz                   | -x            | true",
        "tar    | --get -f a.tgz              | -x            | true",
        "sh     | +m                          | +m            | true",
        "sh     | a.sh -c x                   | -c            | false",
        "sudo   | -E bash -c x                | -c            | false",
        "nsenter| -m/proc/1/ns/mnt -- ls      | --mount       | true",
        "iptables | -w -t nat -F OUTPUT       | --flush       | true",
        "python3.11 | -c pass                | -c            | true",
        "wipefs | -fa /dev/sdb                | --all         | true",
        "mkfs.ext4 | -L -F /dev/sdb           | -F            | false",
        "mkfs.xfs | -f /dev/sdb               | -f            | true",
        "mkfs.btrfs | --force /dev/sdb        | -f            | true",
        "blkdiscard | -f -o 0 /dev/sdb        | --force       | true",
        "sgdisk | -Z /dev/sdb                 | --zap-all     | true",
        "parted | -s /dev/sdb mklabel gpt     | --script      | true",
        "restic | forget --keep-last 0        | --keep-last   | true",
        "restic | forget --tag --prune        | --prune       | false",
        "velero | backup delete --all         | --all         | true",
        "aws    | s3 rm s3://b --recursive    | --recursive   | true",
        "gpasswd | -a x wheel                 | --add         | true",
        "chpasswd | -e                        | --encrypted   | true",
        "journalctl | --rotate --vacuum-time=1s | --vacuum-time | true",
        "apt-get | -qqy install nmap          | --yes         | true",
        "dpkg   | -i x.deb                    | --install     | true",
        "rpm    | -Uvh x.rpm                  | --upgrade     | true",
        "yum    | -y remove falco             | --assumeyes   | true",
        "apk    | add -t x nmap               | --virtual     | true",
        "pip3   | install -t x y              | --target      | true",
        "perl   | -le print                   | -e            | true",
        "perl   | -0777ne print               | -e            | true",
        "perl   | -l012pe print               | -p            | true",
        "bash   | +o history -c x             | -c            | true",
        "autossh | -M 0 -R 1:h:2 x            | -R            | true",
        "plink  | -ssh -R 1:h:2 x             | -R            | true",
        "docker | rm -f x                     | --force       | true",
        "docker-compose | -f x.yaml up -d     | --detach      | true",
        "kmod   | --version                   | -V            | true",
        "unheard-of | -xvf a                  | -v            | true",
        "unheard-of | --quiet                 | --quiet       | true",
      })
  void optionIsFoundInEachSpelling(
      String program, String arguments, String option, boolean expected) {
    Options options = Options.of(UsualName.of(program), List.of(arguments.split(" ")));

    assertThat(options.has(option)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl   | -o /tmp/a https://x     | -o             | /tmp/a",
        "curl   | -o/opt/k https://x      | --output       | /opt/k",
        "curl   | --output=/a https://x   | -o             | /a",
        "curl   | -sSo a https://x        | -o             | a",
        "wget   | -qO- https://x          | -O             | -",
        "wget   | --output-doc=a https://x| -O             | a",
        "perl   | -esystem(1)             | -e             | system(1)",
        "python| -cimport                | -c             | import",
        "node   | --eval x                | -e             | x",
        "nc     | -e/bin/sh 1.2.3.4 4     | --exec         | /bin/sh",
        "ssh    | -N -oRemoteForward=1 h  | -o             | RemoteForward=1",
        "unheard-of | --pool=x            | --pool         | x",
        "unheard-of | -o x                | -o             | x",
      })
  void valueIsFoundInEachForm(String program, String arguments, String option, String value) {
    Options options = Options.of(UsualName.of(program), List.of(arguments.split(" ")));

    assertThat(options.value(option)).isEqualTo(value);
  }

  @Test
  void operandsAreWhatIsLeft() {
    assertThat(of("curl", "-fsSL", "-o", "a", "https://x", "-k").operands())
        .containsExactly("https://x");
    assertThat(of("env", "-u", "A", "B=1", "curl", "-k").operands())
        .containsExactly("B=1", "curl", "-k");
    assertThat(of("rm", "-rf", "--", "-x", "/data").operands()).containsExactly("-x", "/data");
    assertThat(of("sh", "-").operands()).containsExactly("-");
  }

  @Test
  void endlesslyJoinedOptionsAreBounded() {
    assertThat(of("unheard-of", "-" + "x".repeat(100_000)).size()).isEqualTo(Options.MOST);
  }

  @Test
  void ambiguousBeginningIsNoOption() {
    assertThat(of("curl", "--co").has("--cookie")).isFalse();
    assertThat(of("curl", "--co").has("--compressed")).isFalse();
  }
}
