package dev.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static CommandLine of(String binary, String arguments) {
    return CommandLine.of(binary, ArgumentList.split(arguments), "/app");
  }

  private static String names(CommandLine line) {
    return line.chain().stream().map(Command::name).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // one file, many programs
        "/bin/busybox                | nsenter -t 1 -m sh             | busybox nsenter",
        "/bin/busybox.static         | sh                             | busybox sh",
        "/bin/busybox-extras         | telnetd -l /bin/sh             | busybox telnetd",
        "/bin/busybox                | --list                         | busybox",
        "/usr/bin/toybox             | mount /dev/sda1 /mnt           | toybox mount",
        "/usr/bin/coreutils          | --coreutils-prog=rm -rf /data  | coreutils rm",
        "/usr/bin/coreutils          | cat /etc/shadow                | coreutils cat",
        "/usr/local/bin/k3s          | kubectl get secrets -A         | k3s kubectl",
        "/usr/local/bin/k3s          | ctr images ls                  | k3s ctr",
        "/usr/local/bin/k3s          | server                         | k3s",
        "/usr/bin/k0s                | kubectl get pods               | k0s kubectl",
        "/snap/bin/microk8s          | kubectl get secrets            | microk8s kubectl",
        "/snap/bin/microk8s.kubectl  | get secrets                    | microk8s.kubectl kubectl",
        "/usr/bin/minikube           | kubectl -- get pods            | minikube kubectl",
        "/usr/bin/minikube           | -p x kubectl -- get pods       | minikube kubectl",
        "/usr/local/bin/k3s          | --debug kubectl get pods       | k3s kubectl",
        "/var/lib/rancher/rke2/bin/kubectl | get secrets              | kubectl",
        "/usr/sbin/xtables-nft-multi | iptables -F                    | xtables-nft-multi iptables",
        "/usr/bin/dropbearmulti      | dbclient -R 1:h:2 h            | dropbearmulti dbclient",
        "/usr/bin/snap               | run nmap -sS h                 | snap nmap",
        // wrappers
        "/usr/bin/env                | X=1 nsenter -t 1               | env nsenter",
        "/usr/bin/env                | -i -u A curl -k                | env curl",
        "/usr/bin/sudo               | -u root -E curl -k             | sudo curl",
        "/usr/bin/sudo               | -i                             | sudo sh",
        "/usr/bin/sudo               | -l                             | sudo",
        "/usr/bin/doas               | -u root rm x                   | doas rm",
        "/usr/bin/nohup              | /tmp/x                         | nohup x",
        "/usr/bin/setsid             | -f bash -i                     | setsid bash",
        "/usr/bin/timeout            | -k 5 10 curl x                 | timeout curl",
        "/usr/bin/nice               | -n 19 /tmp/xmrig               | nice xmrig",
        "/usr/bin/ionice             | -c3 rm x                       | ionice rm",
        "/usr/bin/stdbuf             | -o0 tcpdump                    | stdbuf tcpdump",
        "/usr/bin/xargs              | -n 1 kill -9                   | xargs kill",
        "/usr/sbin/chroot            | --userspec=0 /host bash        | chroot bash",
        "/usr/bin/taskset            | -c 0 /tmp/x                    | taskset x",
        "/usr/bin/flock              | /tmp/l curl x                  | flock curl",
        "/usr/sbin/runuser           | -u nobody -- id                | runuser id",
        "/lib64/ld-linux-x86-64.so.2 | /dev/shm/x a                   | ld-linux-x86-64.so.2 x",
        "/lib/ld-musl-x86_64.so.1    | --library-path /l /tmp/y       | ld-musl-x86_64.so.1 y",
        "/usr/bin/sudo               | env nice -5 busybox wget x     | sudo env nice busybox wget",
        "/usr/bin/sh                 | -c id                          | sh id",
        "/usr/bin/setpriv            | --reuid 0 --nnp /tmp/x         | setpriv x",
        "/usr/bin/prlimit            | --nofile=5 nc h 1              | prlimit nc",
        "/usr/bin/numactl            | -N 0 /tmp/xmrig                | numactl xmrig",
        "/usr/bin/choom              | -n -1000 -- /tmp/xmrig         | choom xmrig",
        "/usr/bin/cpulimit           | -l 50 -- /tmp/xmrig            | cpulimit xmrig",
        "/usr/bin/proxychains4       | -q -f /etc/p curl x            | proxychains curl",
        "/usr/bin/torsocks           | wget x                         | torsocks wget",
        "/usr/bin/chpst              | -u root -e /e nc h 1           | chpst nc",
        "/command/s6-setuidgid       | nobody nginx                   | s6-setuidgid nginx",
        "/usr/bin/linux32            | nc h 1                         | linux32 nc",
        "/usr/bin/proot              | -r /host -0 bash               | proot bash",
        "/usr/bin/ssh-agent          | bash -i                        | ssh-agent bash",
        "/usr/bin/sg                 | docker -c \"docker ps\"         | sg sh docker",
        "/usr/sbin/capsh             | --user=x -- -c id              | capsh bash id",
        "/usr/sbin/capsh             | --print                        | capsh",
        "/usr/bin/tini               | -- nginx -g x                  | tini nginx",
        // no wrapper: it is what it does
        "/usr/bin/nsenter            | -t 1 -m -- systemctl stop x    | nsenter",
        "/usr/bin/ssh                | host reboot                    | ssh",
      })
  void chainLeadsToTheProgramThatDoesTheWork(String binary, String arguments, String chain) {
    assertThat(names(of(binary, arguments))).isEqualTo(chain);
  }

  @Test
  void envSplitsAString() {
    CommandLine line = of("/usr/bin/env", "-S \"python3 -u\" /opt/x.py");

    assertThat(line.effective().name()).isEqualTo("python");
    assertThat(line.effective().arguments()).containsExactly("-u", "/opt/x.py");
    assertThat(line.effective().script()).isEqualTo("/opt/x.py");
  }

  @Test
  void shellOfOneCommandIsThatCommand() {
    assertThat(names(of("/usr/bin/sh", "-c \"exec nsenter -t 1\""))).isEqualTo("sh nsenter");
    assertThat(names(of("/usr/bin/bash", "-lc \"X=1 sudo -E id\""))).isEqualTo("bash sudo id");
    assertThat(names(of("/usr/bin/sh", "-c \"id > /tmp/x\""))).isEqualTo("sh");
    assertThat(names(of("/usr/bin/sh", "-c \"id; ls\""))).isEqualTo("sh");
  }

  @Test
  void switchingUserRunsAText() {
    CommandLine line = of("/usr/bin/su", "- postgres -c \"curl x | sh\"");

    assertThat(names(line)).isEqualTo("su sh");
    assertThat(line.shell().commands()).hasSize(2);
  }

  @Test
  void scriptIsWhatItsNameSays() {
    CommandLine line = of("/usr/sbin/ufw", "-Es /usr/sbin/ufw --force disable");

    assertThat(line.effective().name()).isEqualTo("ufw");
    assertThat(line.effective().arguments()).containsExactly("--force", "disable");
    assertThat(line.effective().script()).isEqualTo("/usr/sbin/ufw");
  }

  @Test
  void scriptStartedThroughEnvIsWhatItsNameSays() {
    CommandLine line = of("/usr/local/bin/npm", "node /usr/local/bin/npm start");

    assertThat(line.effective().arguments()).containsExactly("start");
  }

  @Test
  void programThatIsGivenItselfIsNoScript() {
    assertThat(of("/usr/bin/rm", "/usr/bin/rm").effective().arguments())
        .containsExactly("/usr/bin/rm");
    assertThat(of("/usr/bin/rm", "/usr/bin/rm").effective().script()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/sh       | /tmp/a.sh x             | /tmp/a.sh",
        "/usr/bin/bash     | a.sh                    | /app/a.sh",
        "/usr/bin/sh       | -xe /tmp/j.sh           | /tmp/j.sh",
        "/usr/bin/python3  | -u /tmp/.x/x.py         | /tmp/.x/x.py",
        "/usr/bin/python3  | -m http.server          | ''",
        "/usr/bin/python3  | -c pass x               | ''",
        "/usr/bin/sh       | -s - server             | ''",
        "/usr/bin/bash     | /dev/stdin              | ''",
        "/usr/bin/perl     | -w /opt/x.pl            | /opt/x.pl",
        "/usr/bin/cat      | /tmp/a.sh               | ''",
      })
  void fileThatAnInterpreterRunsIsKnown(String binary, String arguments, String script) {
    assertThat(of(binary, arguments).effective().script()).isEqualTo(script);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/sh         | ''                       ",
        "/usr/bin/sh         | -                        ",
        "/usr/bin/sh         | +m                       ",
        "/usr/bin/sh         | -s -- server             ",
        "/usr/bin/bash       | -i                       ",
        "/usr/bin/bash       | +o history               ",
        "/usr/bin/bash       | --rcfile /tmp/rc -i      ",
        "/usr/bin/bash       | -O extglob -o pipefail   ",
        "/usr/bin/bash       | /dev/stdin               ",
        "/usr/bin/bash       | /proc/self/fd/0          ",
        "/bin/bash-static    | ''                       ",
        "/usr/bin/bash5.2    | ''                       ",
        "/usr/bin/mksh       | ''                       ",
        "/usr/bin/fish       | -l                       ",
        "/usr/bin/pwsh       | ''                       ",
        "/usr/bin/pwsh       | -NoLogo                  ",
        "/bin/busybox        | sh                       ",
        "/bin/busybox.static | ash -i                   ",
        "/usr/bin/env        | -i bash --noprofile      ",
        "/usr/bin/sudo       | -s                       ",
        "/usr/bin/sh         | -c bash                  ",
        "/usr/bin/script     | -qc /bin/bash /dev/null  ",
      })
  void shellTakesItsCommandsFromItsInput(String binary, String arguments) {
    Command command = of(binary, arguments).effective();

    assertThat(command.isShell()).isTrue();
    assertThat(command.runsInput()).isTrue();
    assertThat(command.isInterpreter()).isFalse();
    assertThat(command.code()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/sh      | --version         ",
        "/usr/bin/bash    | --help            ",
        "/usr/bin/bash    | -c \"id; ls\"      ",
        "/usr/bin/bash    | x.sh              ",
        "/usr/bin/pwsh    | -File x.ps1       ",
        "/usr/bin/python3 | -V                ",
        "/usr/bin/python3 | -m http.server    ",
        "/usr/bin/perl    | -ne print         ",
        "/usr/bin/awk     | {print}           ",
        "/usr/bin/ssh     | host              ",
        "/usr/bin/cat     | ''                ",
      })
  void othersDoNot(String binary, String arguments) {
    assertThat(of(binary, arguments).effective().runsInput()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/python3        | -c \"import os\"             | import os",
        "/usr/local/bin/python3.11 | -Bc pass x                | pass",
        "/usr/bin/python3        | -cpass                      | pass",
        "/usr/bin/perl           | -MIO -e print               | print",
        "/usr/bin/perl5.36       | -ne print                   | print",
        "/usr/bin/perl           | -E say                      | say",
        "/usr/bin/perl           | -lne print                  | print",
        "/usr/bin/node           | --eval=1                    | 1",
        "/usr/bin/node           | -pe 1                       | 1",
        "/usr/bin/ruby3.2        | -rsocket -ex                | x",
        "/usr/bin/php8.2         | -r phpinfo();               | phpinfo();",
        "/usr/bin/lua5.4         | -e x                        | x",
        "/usr/bin/gawk           | -F : {print}  x             | {print}",
        "/usr/bin/mawk           | -f x.awk y                  | ''",
        "/usr/bin/env            | -i python3 -c pass          | pass",
        "/usr/bin/python3        | x.py -c pass                | ''",
        "/usr/bin/sed            | -e s/a/b/                   | ''",
      })
  void codeOfAnInterpreterIsItsText(String binary, String arguments, String code) {
    assertThat(of(binary, arguments).effective().code()).isEqualTo(code);
  }

  @Test
  void severalTextsAreLinesOfOne() {
    Command command = of("/usr/bin/perl", "-e a -e b").effective();

    assertThat(command.code()).isEqualTo("a\nb");
    assertThat(command.isInterpreter()).isTrue();
    assertThat(command.isShell()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/rm      | -rf /data                        | rm",
        "/bin/busybox     | rm -rf /data                     | busybox rm",
        "/usr/bin/sh      | -c \"cd / && sudo rm x; true\"    | sh cd sudo rm true",
        "/usr/bin/sh      | -c \"exec rm x\"                  | sh rm",
        "/usr/bin/find    | / -name x -exec rm -rf {} +      | find rm",
        "/usr/bin/find    | . -exec sh -c \"a {}; b\" ; -ok c ; | find sh a b c",
        "/usr/bin/sh      | -c \"find / -execdir env nc h 1 \\; -print\" | sh find env nc",
        "/usr/bin/su      | root -c \"rm x && tee y\"         | su sh rm tee",
      })
  void allCommandsAreInOneList(String binary, String arguments, String names) {
    assertThat(of(binary, arguments).commands())
        .extracting(Command::name)
        .containsExactly(names.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/sh   | -c \"cat /etc/shadow; id\" /x | /x",
        "/usr/bin/awk  | {print} /etc/shadow           | /etc/shadow",
        "/usr/bin/gawk | -e {print} /etc/shadow        | /etc/shadow",
        "/usr/bin/curl | -d @/etc/shadow https://h     | /etc/shadow",
        "/usr/bin/curl | -o /tmp/x -K /etc/c https://h | /etc/c",
      })
  void codeAndAddressesAreNoFiles(String binary, String arguments, String reads) {
    assertThat(of(binary, arguments).chain().getFirst().reads()).containsExactly(reads);
  }

  @Test
  void commandIsLookedForWithItsOptions() {
    Command command = of("/usr/bin/base64", "--dec x").effective();

    assertThat(CommandPatterns.of(List.of("xxd -r", "base64 -d")).match(command)).isTrue();
    assertThat(CommandPatterns.of(List.of("base64")).match(command)).isTrue();
    assertThat(CommandPatterns.of(List.of("base64 -w", "openssl")).match(command)).isFalse();
  }

  @Test
  void pathIsInNormalForm() {
    assertThat(of("//tmp/../dev/shm/x", "").effective().path()).isEqualTo("/dev/shm/x");
    assertThat(of("/usr/bin/env", "./x").effective().path()).isEqualTo("/app/x");
  }

  @Test
  void chainIsBounded() {
    CommandLine line = of("/usr/bin/env", "env ".repeat(500) + "x");

    assertThat(line.chain()).hasSizeLessThan(50);
    assertThat(line.commands()).hasSizeLessThan(50);
    assertThat(of("/usr/bin/find", "-exec find ".repeat(2_000)).commands()).hasSizeLessThan(500);
  }
}
