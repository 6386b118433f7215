package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong, and what they read then. */
class MistakesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get --sevrity high        | tocsin get: Unknown option: '--sevrity'
          get --sort-by wrong       | last-seen
          get -o tabel              | expected one of
          get a b                   | tocsin get: Unmatched argument at index 2: 'b'
          get --since               | tocsin get: Missing required parameter for option '--since'
          get --severity loud       | tocsin get: --severity: 'loud' is none of info, low, medium
          get --since yesterday     | tocsin get: --since: 'yesterday' is no duration
          gett                      | tocsin: Unmatched argument at index 0: 'gett'
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
