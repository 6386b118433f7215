package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong, and what they read then. */
class MistakesTest {
  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata:
        name: shell
        namespace: tocsin-system
      spec:
        title: A shell
        severity: High
        events: [ProcessExec]
        match: process.name == 'sh'
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get --sevrity high        | tocsin get: Unknown option: '--sevrity'
          get --sort-by wrong       | last-seen
          get -o tabel              | expected one of
          get a b                   | tocsin get: 'b' is one argument too many
          get --since               | tocsin get: Missing required parameter for option '--since'
          get --severity loud       | tocsin get: --severity: 'loud' is none of info, low, medium
          get --since yesterday     | tocsin get: --since: 'yesterday' is no duration
          run --outputs-deny x      | tocsin run: 'x'
          operator --outputs-deny x | tocsin operator: 'x'
          gett                      | tocsin: there is no command 'gett'
          close shell-1             | tocsin close: Missing required option: '--reason=TEXT'
          ack                       | tocsin ack: Which alerts?
          ack x --policy y          | tocsin ack: Name alerts or select them, not both
          except x                  | tocsin except: Missing required option: '--reason=TEXT'
          """)
  void aMistakeInOptionsIsItsLineAndWhereToReadOn(String arguments, String expected) {
    Invocation result = Invocation.of(arguments.split(" ", -1));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(expected).doesNotContain("Exception");
    assertThat(result.err().lines()).hasSizeLessThan(5);
  }

  @ParameterizedTest
  @CsvSource({"get --sevrity high,--severity", "gett,get", "get --name-space x,--namespace"})
  void whatMayHaveBeenMeantIsSaid(String arguments, String meant) {
    String err = Invocation.of(arguments.split(" ", -1)).err();

    assertThat(err).contains(meant).contains("--help'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: "http://127.0.0.1:1"             | no answer from the API server: the connection was refused
          server: "http://no.such.host.invalid:80" | no answer from the API server: its name is unknown here
          server: nonsense                         | no answer from the API server: its name is unknown here
          cluster: nowhere                         | names the cluster "nowhere", and there is none
          user: nobody                             | names the user "nobody", and there is none
          context: nowhere                         | nowhere
          user: "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-helper}}" | no-such-helper
          kind: Pod                                | is no kubeconfig
          empty                                    | has no current context; is it a kubeconfig?
          missing                                  | there is no such file
          """)
  void aMistakeInTheKubeconfigSaysWhatWasTriedAndNoClass(String mistake, String expected)
      throws IOException {
    Path file = folder.resolve("kubeconfig");
    switch (mistake) {
      case "missing" -> {}
      case "empty" -> Files.writeString(file, "");
      case "kind: Pod" ->
          Files.writeString(file, "{apiVersion: v1, kind: Pod, metadata: {name: x}}");
      default -> Files.writeString(file, kubeconfig(mistake));
    }
    Invocation result = Invocation.of("get", "-n", "shop", "--kubeconfig", file.toString());

    assertThat(result.exitCode()).isIn(1, 2);
    assertThat(result.err())
        .startsWith("tocsin get: ")
        .contains(expected)
        .doesNotContain("Exception")
        .doesNotContain("java.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          match: process.name == 'sh' and process.uid == 0  ~ 10:31: error: unexpected 'and': write &&
          match: process.name = 'sh'                        ~ 10:23: error: unexpected '=': write ==
          match: process.arguments contains '-x'            ~ 10:28: error: unexpected 'contains': write TEXT.contains('...')
          match: proc.name == 'sh'                          ~ 10:10: error: undeclared reference to 'proc': write process.name
          match: process.nmae == 'sh'                       ~ 10:17: error: undefined field 'nmae': did you mean process.name?
          match: process.name in lists.shells               ~ 10:31: error: undefined field 'shells': spec.lists has no 'shells'
          match: process.name.matches('(sh')                ~ 10:31: error: bad regex
          match: process.uid == '0'                         ~ 10:22: error: '==' cannot be applied to (int, string): a number stands without quotes
          match: file.path == '/etc/shadow'                 ~ 10:10: error: events of ProcessExec never have file
          match: process.binary == 'sh'                     ~ 10:10: warning: process.binary is a whole path and never 'sh': compare process.name
          match: process.name.matches('.*')                 ~ 10:10: warning: holds for every event of ProcessExec
          severity: high                                    ~ 8:13: error: spec.severity: 'high' is not one of Critical
          events: [ProcessExecs]                            ~ 9:12: error: spec.events[0]: 'ProcessExecs' is not one of FileAccess
          titel: A shell                                    ~ 11:10: error: spec.titel: is not a field; did you mean title?
          title: 'one: 'two                                 ~ 7:17: error:
          window: {type: EventCount, within: 5 minutes}     ~ 11:38: error: spec.window.within: '5 minutes' is no duration such as 30s, 5m or 1h30m
          mitreAttack: [{technique: 1059}]                  ~ 11:
          """)
  void aMistakeInAPolicyIsItsPlaceAndWhatToWrite(String line, String expected) throws IOException {
    String field = line.substring(0, line.indexOf(':'));
    Path file = folder.resolve("policy.yaml");
    String policy =
        POLICY.replaceAll("(?m)^  " + field + ":.*$", "  " + Matcher.quoteReplacement(line));
    Files.writeString(file, policy.equals(POLICY) ? POLICY + "  " + line + "\n" : policy);

    Invocation result = Invocation.of("lint", "--strict", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("policy.yaml:" + expected).doesNotContain("Exception");
  }

  private static String kubeconfig(String mistake) {
    String field = mistake.substring(0, mistake.indexOf(':'));
    String value = mistake.substring(mistake.indexOf(':') + 2);
    boolean isUser = value.contains("exec");
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: here, cluster: {server: %s}}]
        contexts: [{name: here, context: {cluster: %s, user: %s}}]
        users: [{name: me, user: %s}]
        current-context: %s
        """
        .formatted(
            field.equals("server") ? value : "\"http://127.0.0.1:1\"",
            field.equals("cluster") ? value : "here",
            field.equals("user") && !isUser ? value : "me",
            isUser ? value.substring(1, value.length() - 1) : "{}",
            field.equals("context") ? value : "here");
  }
}
