package dev.tocsin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lint, and so the webhook, says of outputs and silences. */
class AlertChoiceCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static List<String> lint(String kind, String spec) throws IOException {
    String manifest =
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: %s
        metadata: {name: a, namespace: shop}
        spec: {%s}
        """
            .formatted(kind, spec);
    return new Linter("tocsin-system", () -> NOW)
        .lint(List.of(LintObject.of(new YAMLMapper().readTree(manifest), "tocsin-system"))).stream()
            .map(each -> each.rule().id() + " " + each.place().field() + " " + each.message())
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          AlertOutput # match: alert.severty == 'High', webhook: {url: "http://a"} # expression spec.match undefined field 'severty'
          AlertOutput # match: process.name == 'sh', webhook: {url: "http://a"} # absent-field spec.match events of SecurityAlert never have process
          AlertOutput # match: "alert.policy == 'a' && alert.policy == 'b'", webhook: {url: "http://a"} # never-true spec.match can never be true
          AlertOutput # minSeverity: High # schema spec spec: an output has one destination
          AlertSilence # match: alert.severty == 'High', reason: a, expiresAt: "2026-12-01T00:00:00Z" # expression spec.match undefined field 'severty'
          AlertSilence # match: "true", reason: a, expiresAt: "2026-12-01T00:00:00Z" # always-true spec.match holds for every alert
          AlertSilence # matchers: [{name: pod, value: "(", regex: true}], reason: a, expiresAt: "2026-12-01T00:00:00Z" # expression spec.matchers[0].value
          AlertSilence # matchers: [{name: image, value: a}], reason: a, expiresAt: "2026-12-01T00:00:00Z" # schema spec.matchers[0].name
          AlertSilence # match: alert.policy == 'a', reason: a, expiresAt: "2026-11-29T11:00:00Z" # expired-silence spec.expiresAt expired at 2026-11-29T11:00:00Z
          AlertSilence # match: alert.policy == 'a', reason: a, expiresAt: "2027-11-29T11:00:00Z" # refused spec.expiresAt it would last longer than 30 days: until 2026-12-29T12:00:00Z at most
          AlertSilence # match: alert.policy == 'a', reason: a, startsAt: "2027-01-01T00:00:00Z", expiresAt: "2027-03-01T00:00:00Z" # schema spec spec: a silence lasts 720h (30 days) at most
          AlertSilence # match: alert.policy == 'a', reason: a # schema spec.expiresAt
          """)
  void findsWhatIsWrong(String kind, String spec, String finding) throws IOException {
    assertThat(lint(kind, spec)).anySatisfy(each -> assertThat(each).startsWith(finding));
  }

  @Test
  void leavesAloneWhatIsRight() throws IOException {
    assertThat(
            lint(
                "AlertOutput",
                "match: \"alert.severity == 'High' && pod.labels['team'] == 'a'\", webhook: {url:"
                    + " 'http://a'}"))
        .isEmpty();
    assertThat(
            lint(
                "AlertSilence",
                "matchers: [{name: policy, value: 'a|b', regex: true}], reason: work, startsAt:"
                    + " '2027-01-01T00:00:00Z', expiresAt: '2027-01-30T00:00:00Z'"))
        .isEmpty();
  }
}
