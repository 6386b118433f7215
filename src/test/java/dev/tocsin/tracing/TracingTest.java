package dev.tocsin.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {
  private static final ObjectMapper YAML = new YAMLMapper();

  /** One selector of one match over the first argument; the argument of the event; is it sent. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          file   | {operator: Postfix, values: [/etc/passwd, /etc/shadow]}     | {file_arg: {path: /host/etc/shadow}}      | yes
          file   | {operator: Postfix, values: [/etc/passwd]}                  | {file_arg: {path: /etc/passwd-}}          | no
          dentry | {operator: Prefix, values: [/etc/cron]}                     | {path_arg: {path: /etc/cron.d/x}}         | yes
          path   | {operator: Prefix, values: [/etc/cron]}                     | {path_arg: {path: /host/etc/cron.d/x}}    | no
          path   | {operator: NotPrefix, values: [/proc]}                      | {path_arg: {path: /proc/1}}               | no
          string | {operator: Equal, values: [source]}                         | {string_arg: source}                      | yes
          string | {operator: NotEqual, values: [source]}                      | {string_arg: source}                      | no
          string | {operator: NotPostfix, values: [ce]}                        | {string_arg: source}                      | no
          int    | {operator: Equal, values: ["5"]}                            | {int_arg: 5}                              | yes
          int    | {operator: Equal, values: ["5"]}                            | {int_arg: 6}                              | no
          int    | {operator: NotEqual, values: ["5"]}                         | {int_arg: 5}                              | no
          uint32 | {operator: Mask, values: ["3"]}                             | {uint_arg: 32769}                         | yes
          uint32 | {operator: Mask, values: ["3"]}                             | {uint_arg: 32768}                         | no
          int    | {operator: InMap, values: ["1:3", "7"]}                     | {int_arg: 2}                              | yes
          int    | {operator: InMap, values: ["1:3", "7"]}                     | {int_arg: 4}                              | no
          int    | {operator: NotInMap, values: ["1:3"]}                       | {int_arg: 2}                              | no
          int    | {operator: InMap, values: ["list:calls"]}                   | {int_arg: 2}                              | yes
          int    | {operator: CelExpr, values: ["arg0 > 1"]}                   | {int_arg: 0}                              | yes
          int    | {operator: Equal, values: ["5"]}                            | {error_arg: {Message: x}}                 | yes
          sock   | {operator: DAddr, values: [10.0.0.0/8]}                     | {sock_arg: {daddr: 10.1.2.3}}             | yes
          sock   | {operator: NotDAddr, values: [127.0.0.0/8, "::1/128"]}      | {sock_arg: {daddr: 127.0.0.1}}            | no
          sock   | {operator: NotDAddr, values: [127.0.0.0/8, "::1/128"]}      | {sock_arg: {daddr: "2001:db8::1"}}        | yes
          sock   | {operator: SAddr, values: ["fe80::/10"]}                    | {sock_arg: {saddr: "fec0::1"}}            | no
          sock   | {operator: DPort, values: ["53", "5000:6000"]}              | {sock_arg: {dport: 5353}}                 | yes
          sock   | {operator: NotDPort, values: ["53"]}                        | {sock_arg: {dport: 53}}                   | no
          sock   | {operator: Protocol, values: [IPPROTO_UDP]}                 | {sock_arg: {protocol: IPPROTO_TCP}}       | no
          """)
  void aSelectorLetsOutWhatMatches(String type, String match, String argument, String sent)
      throws Exception {
    Tracing tracing =
        tracing(
            "{call: f, args: [{index: 0, type: %s}], selectors: [{matchArgs: [%s]}]}"
                .formatted(type, match.replace("{operator", "{index: 0, operator")));

    assertThat(tracing.refusal(event("f", argument)).isEmpty()).isEqualTo(sent.equals("yes"));
  }

  @Test
  void anOperatorThatIsNotKnownIsADoubtUnlessAnotherSelectorLetsTheEventOut() throws Exception {
    String unknown = "{matchArgs: [{index: 0, operator: CelExpr, values: ['arg0 > 1']}]}";
    String known = "{matchArgs: [{index: 0, operator: Equal, values: ['2']}]}";
    String hook = "{call: f, args: [{index: 0, type: int}], selectors: [%s, %s]}";
    Tracing tracing = tracing(hook.formatted(unknown, known));

    assertThat(tracing.doubt(event("f", "{int_arg: 3}")))
        .contains("operator CelExpr of a selector on f is not known here");
    assertThat(tracing.doubt(event("f", "{int_arg: 2}"))).isEmpty();
    assertThat(tracing(hook.formatted(known, known)).doubt(event("f", "{int_arg: 3}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {call: f, args: [{index: 0, type: int}]}                                                       |
          {call: f, args: [{index: 0, type: int, resolve: f_flags}]}                                     | 1.4
          {call: f, selectors: [{matchArgs: [{args: [0], operator: Equal, values: ["1"]}]}]}             | 1.6
          {call: f, ignore: {callNotFound: true}, args: [{index: 0, type: int, resolve: f_flags}]}       | 1.6
          """)
  void theReleaseThatATracingPolicyNeeds(String kprobe, String release) throws Exception {
    assertThat(tracing(kprobe).policies().getFirst().since())
        .isEqualTo(Optional.ofNullable(release).flatMap(Release::of));
  }

  @Test
  void aReleaseIsReadFromWhatAnAgentTells() {
    assertThat(Release.of("v1.10.2").orElseThrow()).isGreaterThan(new Release(1, 6));
    assertThat(Release.of("1.8.0-pre.1")).contains(new Release(1, 8));
    assertThat(Release.of("")).isEmpty();
    assertThat(Release.of("main")).isEmpty();
  }

  @Test
  void allOfASelectorAndAnySelector() throws Exception {
    Tracing tracing =
        tracing(
            """
            {call: security_file_open,
             args: [{index: 0, type: file, label: file}, {index: 0, type: uint32, label: flags}],
             selectors: [
               {matchArgs: [{args: [1], operator: Mask, values: ["3"]}, {args: [0], operator: Postfix, values: [/a]}]},
               {matchArgs: [{args: [0], operator: Prefix, values: [/b/]}]}]}
            """);
    String file = "{file_arg: {path: %s}}, {uint_arg: %d}";

    assertThat(tracing.refusal(event("security_file_open", file.formatted("/x/a", 1)))).isEmpty();
    assertThat(tracing.refusal(event("security_file_open", file.formatted("/b/c", 0)))).isEmpty();
    assertThat(tracing.refusal(event("security_file_open", file.formatted("/x/a", 0))))
        .hasValue(
            "test wants of security_file_open: flags Mask 3 and file Postfix /a, or file Prefix"
                + " /b/");
  }

  @Test
  void aFunctionThatNothingTraces() throws Exception {
    assertThat(tracing("{call: sys_setns}").refusal(event("f", "{int_arg: 1}")))
        .hasValue("none of the required tracing policies (test) traces f");
    assertThat(tracing("{call: sys_setns}").refusal(event("__x64_sys_setns", "{int_arg: 1}")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "is, /etc/cron.d/x, true",
    "is, /host/etc/cron.d/x, true",
    "is, /root/.zshrc, true",
    "is, /root/.zlogin, false",
    "begins, /etc/cron.d/, true",
    "begins, /etc/, true",
    "ends, /.zshrc, true",
    "ends, rc, true",
  })
  void aPathThatSomeSelectorCanLetOut(String how, String text, boolean sent) throws Exception {
    String hook =
        "{call: f, args: [{index: 0, type: dentry}], selectors: [{matchArgs: [{index: 0, operator:"
            + " Prefix, values: [/etc/cron]}]}, {matchArgs: [{index: 0, operator: Postfix, values:"
            + " [/.zshrc]}]}]}";
    PathPattern pattern =
        switch (how) {
          case "is" -> new PathPattern.Is(text);
          case "begins" -> new PathPattern.Begins(text);
          default -> new PathPattern.Ends(text);
        };

    assertThat(tracing(hook).canSend(pattern)).isEqualTo(sent);
  }

  private static Tracing tracing(String hook) throws Exception {
    return new Tracing(
        List.of(
            TracingPolicy.of(
                YAML.readTree("{metadata: {name: test}, spec: {kprobes: [" + hook + "]}}"))));
  }

  private static HookEvent event(String function, String arguments) throws Exception {
    return new HookEvent(
        YAML.readTree("{function_name: " + function + ", args: [" + arguments + "]}"));
  }
}
