package dev.tocsin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.tracing.ShippedTracing;
import dev.tocsin.tracing.TracingPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule: what it finds and where, and what it leaves alone. */
class LinterTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          severity: high, events: [ProcessExec], match: "process.pid == 1" # high # schema spec.severity: 'high' is not one of Critical, High, Info, Low, Medium
          evens: [ProcessExec], events: [ProcessExec], match: "process.pid == 1" # evens # schema spec.evens: is not a field; did you mean events?
          events: [ProcessExec], match: "process.nam == 'x'" # .nam # expression undefined field 'nam'
          events: [ProcessExec], match: "process.pid == 1", alert: {message: "{{nobody}}"} # nobody # expression undeclared reference to 'nobody'
          events: [ProcessExec], match: "process.name == 'a' && process.name == 'b'" # process.name == 'a' &&  # never-true can never be true: process.name would have to have two values at once
          events: [ProcessExec], match: "process.pid == 1 || event.kind == 'ProcessExit'" # event.kind # never-true this part can never be true: event.kind
          events: [ProcessExec], match: "process.pid == 1 || process.pid != 1" # process.pid == 1 || # always-true holds for every event of ProcessExec
          events: [ProcessExec], match: "process.pid == 1", exceptions: [{name: a, match: "true"}] # true # always-true holds for every event: the policy can never fire
          events: [ProcessExec], match: "file.path == '/x'" # file.path # absent-field events of ProcessExec never have file; those of
          events: [ProcessExec], match: "alert.riskScore > 1" # alert # absent-field events of ProcessExec never have alert; those of SecurityAlert can
          events: [SecurityAlert], match: "process.name == 'x'" # process # absent-field events of SecurityAlert never have process
          events: [ProcessExec], match: "event.function == 'f'" # event.function # absent-field events of ProcessExec never have event.function; those of
          events: [ProcessExit], match: "event.status == 1 && event.throttle == ''" # event.throttle # absent-field events of ProcessExit never have event.throttle; those of ProcessThrottle can
          events: [ProcessKprobe], match: "arg('nope') == 1", requires: {tracingPolicies: [tocsin-bpf]} # 'nope' # unknown-argument no traced function has an argument 'nope'; there are command
          events: [ProcessKprobe], match: "size(args) > 1 && args[1] == 1", requires: {tracingPolicies: [tocsin-bpf]} # 1] # unknown-argument no traced function has an argument 1; the last one is 0
          events: [ProcessKprobe], match: "event.function == 'sys_setns'" # events: [ProcessKprobe] # missing-requires events of ProcessKprobe come from tracing policies, and spec.requires names none; its functions are in tocsin-namespaces
          events: [ProcessExec], match: "process.cap.effective.size() > 1" # process.cap # missing-requires process.cap is only there with an option of Tetragon, and spec.requires.tetragon does not name ProcessCredentials
          events: [ProcessExec], match: "ancestors.exists(a, a.ns.pid.is_host)", requires: {tetragon: [Ancestors]} # a.ns # missing-requires a.ns is only there with an option of Tetragon, and spec.requires.tetragon does not name Namespaces
          events: [ProcessKprobe], match: "event.function == 'sys_setnss'", requires: {tracingPolicies: [tocsin-namespaces]} # 'sys_setnss' # untraced-function none of the required tracing policies traces sys_setnss
          events: [FileAccess], match: "file.path == '/etc/hosts'", requires: {tracingPolicies: [tocsin-file-writes]} # '/etc/hosts' # untraced-path no selector of the required tracing policies lets out /etc/hosts
          events: [FileAccess], match: "file.path in ['/etc/passwd', '/root/.zlogin']", requires: {tracingPolicies: [tocsin-file-writes]} # '/root/.zlogin' # untraced-path no selector of the required tracing policies lets out /root/.zlogin
          events: [ProcessKprobe], match: "event.function == 'tcp_connect'", requires: {tracingPolicies: [tocsin-dns]} # 'tcp_connect' # untraced-function none of the required tracing policies traces tcp_connect; its functions are in tocsin-connect
          events: [ProcessKprobe], match: "process.pid == 1", requires: {tracingPolicies: [tocsin-nope]} # tocsin-nope # unknown-tracing-policy there is no tracing policy tocsin-nope
          events: [ProcessKprobe], match: "process.pid == 1", requires: {hooks: [{anyOf: [tcp_conect]}]} # anyOf # unknown-hook no tracing policy has hook tcp_conect
          events: [ProcessKprobe], match: "process.pid == 1", requires: {hooks: [{anyOf: [fd_install, file_open], paths: [/etc/nope]}]} # /etc/nope # untraced-path no selector on fd_install or file_open in tocsin-files lets out /etc/nope
          events: [ProcessExec], match: "process.name in lists.l", lists: [{name: l, configMapKeyRef: {name: c, key: k}}] # configMapKeyRef # missing-list ConfigMap tocsin-system/c is not among the files
          events: [ProcessExec], match: "process.pid == 1", lists: [{name: l, values: [a]}] # {name: l # unused-name lists.l is not used
          events: [ProcessExec], match: "process.pid == 1", variables: [{name: v, expression: "1"}] # {name: v # unused-name variables.v is not used
          events: [ProcessExec], match: "process.pid == 1", mitreAttack: [{technique: T9999}] # T9999 # unknown-technique ATT&CK 18.1 has no technique T9999
          events: [ProcessExec], match: "process.pid == 1", mitreAttack: [{technique: T1002}] # T1002 # retired-technique T1002 Data Compressed was revoked: use T1560
          events: [ProcessExec], match: "process.pid == 1", mitreAttack: [{technique: T1611, tactics: [Escape]}] # Escape # unknown-tactic ATT&CK has no tactic Escape; there are Collection
          events: [ProcessExec], match: "process.pid == 1", mitreAttack: [{technique: T1611, tactics: [Impact]}] # Impact # foreign-tactic T1611 Escape to Host belongs to PrivilegeEscalation
          events: [SecurityAlert], match: "pod.name != ''", alert: {groupBy: [alert.name]} # alert.name # unbounded-key alert.name has no bound: every value of it makes an alert
          events: [ProcessExec], match: "process.name == 'x'", alert: {groupBy: [process.pid]} # process.pid] # unbounded-key process.pid has no bound: every value of it makes an alert
          events: [ProcessExec], match: "process.name == 'x'", alert: {groupBy: ["variables.v"]}, variables: [{name: v, expression: "process.cwd"}] # variables.v # unbounded-key process.cwd has no bound: every value of it makes an alert
          events: [ProcessExec], match: "process.name == 'x'", exceptions: [{name: a, match: "process.pid == 2", expiresAt: "2026-01-01T00:00:00Z"}] # 2026-01-01 # expired-exception expired at 2026-01-01T00:00:00Z
          events: [ProcessExec], match: "process.pid == 1", alert: {groupBy: [process.name]} # process.name] # unbounded-key process.name has no bound: every value of it makes an alert
          events: [ProcessExec], match: "process.pid == 1 && process.name.startsWith('a')", alert: {groupBy: [process.binary]} # process.binary] # unbounded-key process.binary has no bound
          events: [ProcessExec], match: "process.pid == 1 && process.name != 'a'" # process.name != # renamable-exclusion process.name is chosen by whoever runs: this exclusion can be had by renaming
          events: [ProcessExec], match: "process.pid == 1 && !(parent.name in lists.l)", lists: [{name: l, values: [a, b]}] # parent.name in # renamable-exclusion parent.name is chosen
          events: [ProcessExec], match: "process.pid == 1 && !lists.l.exists(x, process.binary.endsWith(x))", lists: [{name: l, values: [a, b]}] # process.binary.endsWith # renamable-exclusion process.binary is chosen
          events: [ProcessExec], match: "process.pid == 1 && !variables.v", variables: [{name: v, expression: "process.uid == 0 && process.name == 'a'"}] # process.name == # renamable-exclusion process.name is chosen
          events: [ProcessExec], match: "process.pid == 1 && variables.v", variables: [{name: v, expression: "!(process.name == 'a')"}] # process.name == # renamable-exclusion process.name is chosen
          events: [ProcessExec], match: "process.pid == 1 && !(pod.identity == 'a/b' || process.name == 'c')" # process.name == # renamable-exclusion process.name is chosen
          events: [ProcessExec], match: "process.pid == 1 && !(container.id == '' && process.name == 'dpkg')" # process.name == # renamable-exclusion process.name is chosen
          events: [ProcessExec], match: "process.pid == 1 && !(container.id == '' && process.binary == '/tmp/dpkg')" # process.binary == # renamable-exclusion process.binary is chosen
          events: [ProcessExec], match: "process.pid == 1 && !(process.binary in ['/usr/bin/dpkg'])" # process.binary in # renamable-exclusion process.binary is chosen
          events: [ProcessExec], match: "process.pid == 1 && !process.arguments.matches('^--version|^--help$')" # process.arguments.matches # renamable-exclusion process.arguments is chosen
          events: [ProcessExec], match: "process.pid == 1 && !(pod.serviceAccount == 'a' && container.name == 'b')" # pod.serviceAccount # renamable-exclusion pod.serviceAccount is chosen
          events: [ProcessExec], match: "process.pid == 1 && !(container.image.startsWith('a/'))" # container.image # renamable-exclusion container.image is chosen
          events: [ProcessExec], match: "process.pid == 1", exceptions: [{name: a, match: "'app' in pod.labels && pod.labels['app'] == 'b'"}] # pod.labels # renamable-exclusion pod.labels is chosen
          events: [ProcessExec], match: "true", window: {type: Temporal, within: 1m, groupBy: [pod.uid], steps: [{name: a, match: "process.pid == 1 && process.name != 'b'"}, {name: c, match: "process.pid == 2"}]} # process.name != # renamable-exclusion process.name is chosen
          events: [ProcessExec], match: "process.pid == 1", scope: {containers: {exclude: [istio-proxy]}} # exclude # renamable-exclusion the name of a container is chosen by whoever runs
          events: [ProcessExec], match: "process.pid == 1", scope: {podSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}} # {key: a # renamable-exclusion a label of a pod is chosen by whoever runs
          events: [ProcessExec], match: "process.name.matches('.*')" # process.name.matches # always-true holds for every event of ProcessExec
          events: [ProcessExec], match: "process.name.matches(r'(?i)^.*$') || process.pid == 1" # process.name.matches # always-true holds for every event of ProcessExec
          events: [ProcessExec], match: "process.arguments.contains('')" # process.arguments.contains # always-true holds for every event of ProcessExec
          events: [ProcessExec], match: "process.pid == 1 && process.name.matches('.*')" # process.name.matches # vain-comparison holds for every process.name
          events: [ProcessExec], match: "process.pid == 1 && process.arguments.startsWith('')" # process.arguments.startsWith # vain-comparison holds for every process.arguments
          events: [ProcessExec], match: "process.binary == 'nc'" # process.binary == # vain-comparison process.binary is a whole path and never 'nc': compare process.name
          events: [ProcessExec], match: "parent.binary in lists.l", lists: [{name: l, values: [/bin/sh, bash]}] # parent.binary in # vain-comparison parent.binary is a whole path and never 'bash': compare parent.name
          events: [ProcessExec], match: "process.binary.startsWith('nc')" # process.binary.startsWith # vain-comparison process.binary is a whole path and never begins with 'nc'
          events: [ProcessExec], match: "process.name == 'nc*'" # process.name == # vain-comparison 'nc*' is compared letter by letter
          events: [ProcessExec], match: "process.pid == 1 && process.uid == 0", exceptions: [{name: a, match: "process.pid == 1 && process.uid == 0"}] # process.pid == 1 && process.uid == 0"}] # wide-exception holds for all that the policy takes: it can never fire
          events: [ProcessExec], match: "process.name == process.name" # process.name == # always-true holds for every event of ProcessExec
          events: [ProcessExec], match: "process.pid == 1", exceptions: [{name: a, match: "pod.namespace.startsWith('')"}] # pod.namespace.startsWith # always-true holds for every event: the policy can never fire
          events: [ProcessExec], match: "process.pid == 1 && process.uid == 0", exceptions: [{name: a, match: "process.uid == 0"}] # process.uid == 0"}] # wide-exception holds for all that the policy takes: it can never fire
          events: [ProcessExec], match: "process.pid == 1 && pod.namespaceLabels['team'] != 'a'" # pod.namespaceLabels['team'] # absent-label where pod.namespaceLabels has no 'team', this is an error and does not fire
          events: [ProcessExec], match: "process.pid == 1 && !(pod.namespaceLabels.team in ['a'])" # pod.namespaceLabels.team # absent-label where pod.namespaceLabels has no 'team'
          events: [ProcessExec], match: "process.name in lists.l", lists: [{name: l, values: ["a ", b]}] # a ", b] # odd-list-value blanks around the value and characters that cannot be seen are no part of it
          events: [ProcessExec], match: "process.name == 'x'", scope: {host: Maybe} # Maybe # schema spec.scope.host: 'Maybe' is not one of Exclude, Include, Only
          """)
  void findsWhatIsWrong(String spec, String at, String finding) {
    String text = Linted.policy("p", spec);
    assertThat(Linted.located(text))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(Linted.words(each)).startsWith(finding);
              String line = text.lines().toList().get(each.line() - 1);
              assertThat(line.substring(each.column() - 1)).startsWith(at);
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          events: [ProcessExec], match: "process.name == 'a' || process.name == 'b'"
          events: [ProcessExec, ProcessExit], match: "event.kind == 'ProcessExit' && event.status == 1 || process.pid == 1"
          events: [ProcessConnect], match: "event.kind in ['ProcessKprobe', 'ProcessConnect'] && connection.destinationPort == 1", requires: {tracingPolicies: [tocsin-connect]}
          events: [ProcessExec], match: "true", window: {type: EventCount, within: 1m, condition: {gte: 3}}
          events: [ProcessKprobe], match: "arg('command') == 5 && size(args) > 0 && args[0] == 5", requires: {tracingPolicies: [tocsin-bpf]}
          events: [FileAccess], match: "file.path == '/host/etc/cron.d/x' || file.innerPath.endsWith('/.zshrc') || file.path.startsWith('/etc/')", requires: {tracingPolicies: [tocsin-file-writes]}
          events: [ProcessConnect], match: "connection.destinationPort in [1, 2]", alert: {groupBy: [connection.destinationPort]}, requires: {tracingPolicies: [tocsin-connect]}
          events: [ProcessExec], match: "process.name == 'x'", alert: {groupBy: ["process.pid > 7"]}
          events: [ProcessExec], match: "variables.v", variables: [{name: v, expression: "process.name in lists.l"}], lists: [{name: l, values: [a]}]
          events: [ProcessExec], match: "process.pid == 1", variables: [{name: v, expression: "process.name"}], alert: {message: "{{variables.v}}"}
          events: [ProcessExec], match: "process.cap.effective.size() > 1", requires: {tetragon: [ProcessCredentials]}
          events: [ProcessExec], match: "process.pid == 1", mitreAttack: [{technique: T1053.003, tactics: [Execution, Persistence]}]
          events: [ProcessExec], match: "process.pid == 1", exceptions: [{name: a, match: "process.name == 'b' && pod.namespace == 'c'", expiresAt: "2027-01-01T00:00:00Z"}]
          events: [ProcessExec], match: "process.pid == 1 && !(pod.identity in lists.l)", lists: [{name: l, values: [kube-system/agent]}]
          events: [ProcessExec], match: "process.pid == 1 && (pod.namespace != 'a' || process.name != 'b')"
          events: [ProcessExec], match: "process.pid == 1 && !(container.id == '' && process.binary in ['/usr/bin/dpkg'])"
          events: [ProcessExec], match: "process.pid == 1 && !(process.docker == '' && parent.binary.startsWith('/usr/sbin/'))"
          events: [ProcessExec], match: "process.pid == 1 && !(process.ns.mnt.is_host && process.binary == '/usr/bin/runc')"
          events: [ProcessExec], match: "process.name == 'a' && !(process.name == 'b' && pod.identity == 'c/d')"
          events: [ProcessExec], match: "process.name == 'a' && !process.arguments.matches('^(--version|--help)$') && process.arguments != 'help'"
          events: [ProcessExec], match: "process.pid == 1 && process.binary != '<kernel>' && process.name != '' && !container.image.isImageIn(['nginx'])"
          events: [ProcessExec], match: "process.pid == 1 && !(process.uid == 0)"
          events: [ProcessExec], match: "process.pid == 1", scope: {namespaceSelector: {matchLabels: {a: b}}, containers: {exclude: [istio-proxy]}}
          events: [ProcessExec], match: "process.pid == 1", scope: {podSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}
          events: [ProcessExec], match: "process.pid == 1 && variables.v != ''", variables: [{name: v, expression: "process.name == 'a' ? 'b' : ''"}]
          events: [ProcessExec], match: "process.name in ['a', 'b']", alert: {groupBy: [process.name]}
          events: [ProcessExec], match: "process.pid == 1 && (!('team' in pod.namespaceLabels) || pod.namespaceLabels['team'] != 'a')"
          events: [ProcessExec], match: "process.pid == 1 && has(pod.namespaceLabels.team) && pod.namespaceLabels.team != 'a'"
          events: [ProcessExec], match: "process.pid == 1 && pod.namespaceLabels['team'] == 'a'"
          events: [ProcessExec], match: "process.binary in ['/bin/nc', '<kernel>'] || process.binary == '' && '*' in process.argv"
          events: [ProcessExec], match: "process.name.matches(r'^(a|b)?$') || process.name.matches('.+x')"
          events: [ProcessExec], match: "process.pid == 1", exceptions: [{name: a, match: "pod.namespace == 'a' && process.pid == 1"}]
          """)
  void leavesAloneWhatIsRight(String spec) {
    assertThat(Linted.file(Linted.policy("p", spec))).isEmpty();
  }

  @Test
  void saysWhatIsMissingAtTheObjectThatLacksIt() {
    assertThat(
            Linted.file(
                """
                apiVersion: tocsin.dev/v1alpha1
                kind: DetectionPolicy
                metadata: {name: p}
                spec:
                  description: D
                  match: process.pid == 1
                """))
        .containsExactly(
            "4:1 schema spec.events: is required", "4:1 schema spec.title: is required");
  }

  @Test
  void followsAnExpressionThroughTheLinesOfABlock() {
    assertThat(
            Linted.file(
                """
                apiVersion: tocsin.dev/v1alpha1
                kind: DetectionPolicy
                metadata: {name: p}
                spec:
                  title: T
                  description: D
                  events: [ProcessExec]
                  match: >-
                    process.name == 'a'
                    && (process.nam == 'b'
                    || procss.pid == 1)
                """))
        .containsExactly(
            "10:16 expression undefined field 'nam': did you mean process.name?",
            "11:8 expression undeclared reference to 'procss': did you mean process?");
  }

  @Test
  void aNamespacedPolicyCannotSeeTheHost() {
    assertThat(
            Linted.file(
                Linted.policy(
                        "p",
                        "events: [ProcessExec], match: 'process.pid == 1', scope: {host: Only}")
                    .replace("{name: p}", "{name: p, namespace: shop}")))
        .containsExactly("3:98 refused only a policy in the system namespace sees host processes");
  }

  @Test
  void listsOfGivenConfigMapsAreThereAndMayChange() {
    String configMap =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c}
        data: {k: ""}
        ---
        """;
    String spec =
        "events: [ProcessExec], match: \"process.name in lists.l\", lists: [{name: l,"
            + " configMapKeyRef: {name: c, key: KEY}}]";
    assertThat(Linted.file(configMap + Linted.policy("p", spec.replace("KEY", "k")))).isEmpty();
    assertThat(Linted.file(configMap + Linted.policy("p", spec.replace("KEY", "other"))))
        .containsExactly("8:109 missing-list ConfigMap tocsin-system/c has no key other");
  }

  @Test
  void tracingPoliciesOfTheirOwnAreKnownToo() {
    String tracing =
        """
        apiVersion: cilium.io/v1alpha1
        kind: TracingPolicy
        metadata: {name: own}
        spec:
          kprobes: [{call: __x64_sys_own, args: [{index: 0, type: int, label: fd}]}]
        ---
        """;
    assertThat(
            Linted.file(
                tracing
                    + Linted.policy(
                        "p",
                        "events: [ProcessKprobe], match: \"event.function == 'sys_own' &&"
                            + " arg('fd') == 3\", requires: {tracingPolicies: [own]}")))
        .isEmpty();
  }

  @Test
  void namesAreThereOnce() {
    String policy = Linted.policy("p", "events: [ProcessExec], match: 'process.pid == 1'");
    String other = policy.replace("== 1", "== 2");
    assertThat(Linted.file(policy + "---\n" + other))
        .containsExactly("6:18 duplicate-name there is another DetectionPolicy tocsin-system/p");
    assertThat(
            Linted.file(policy + "---\n" + other.replace("{name: p}", "{name: p, namespace: n}")))
        .isEmpty();
  }

  @Test
  void policiesThatFireForTheSameAreToldApart() {
    String wide =
        Linted.policy("wide", "events: [ProcessExec], match: \"process.name in ['a', 'b']\"");
    String narrow =
        Linted.policy(
            "narrow", "events: [ProcessExec], match: \"process.pid == 1 && process.name == 'a'\"");
    String same =
        Linted.policy(
            "same",
            "events: [ProcessExec], match: \"process.name in lists.l\", lists: [{name: l, values:"
                + " [b, a]}]");
    String other = Linted.policy("other", "events: [ProcessExit], match: \"process.name == 'a'\"");
    String placed =
        Linted.policy(
            "placed", "events: [ProcessExec], match: \"process.name == 'a'\", scope: {host: Only}");
    assertThat(Linted.file(String.join("---\n", wide, narrow)))
        .containsExactly("7:65 overlap fires for nothing that does not make an alert of wide");
    assertThat(Linted.file(String.join("---\n", wide, same)))
        .containsExactly("7:65 overlap fires for the same events as wide");
    assertThat(Linted.file(String.join("---\n", wide, other, placed))).isEmpty();
  }

  @Test
  void exceptionsAreLookedAtOnTheirOwnAndInTheirPolicies() {
    String exception =
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionException
        metadata: {name: e}
        spec: {policies: {names: [NAME]}, match: "MATCH"}
        ---
        """;
    String policy =
        Linted.policy(
            "p",
            "events: [ProcessExec], match: \"process.name in lists.l\", lists: [{name: l, values:"
                + " [a]}]");
    String good = exception.replace("NAME", "p").replace("MATCH", "pod.name in lists.l");
    assertThat(Linted.file(good + policy)).isEmpty();
    assertThat(Linted.file(good.replace("lists.l", "lists.m") + policy))
        .containsExactly(
            "4:57 expression undefined field 'm': spec.lists has no 'm', but l (in p)");
    assertThat(
            Linted.file(exception.replace("NAME", "q").replace("MATCH", "pod.nam == ''") + policy))
        .containsExactly(
            "4:27 unknown-policy there is no policy q that it could concern",
            "4:43 expression undefined field 'nam': did you mean pod.name?");
    assertThat(Linted.file(exception.replace("NAME", "p").replace("MATCH", "1 == 2") + policy))
        .containsExactly("4:40 never-true can never be true: a condition in it is always false");
    String plain = Linted.policy("p", "events: [ProcessExec], match: \"process.pid == 1\"");
    assertThat(
            Linted.file(
                exception.replace("NAME", "p").replace("MATCH", "process.pid == 1") + plain))
        .containsExactly("4:40 wide-exception holds for all that policy p takes");
    assertThat(
            Linted.file(
                exception
                        .replace("names: [NAME]", "selector: {}")
                        .replace("MATCH", "process.pid == 2")
                    + plain))
        .containsExactly("4:19 wide-exception an empty selector selects every policy");
  }

  @Test
  void whatIsIgnoredIsSilentAndWhatIsIgnoredInVainIsNot() {
    String policy =
        Linted.policy(
            "p",
            "events: [ProcessExec], match: \"process.name == 'x'\", alert: {groupBy:"
                + " [process.pid]}");
    String ignoring = "metadata: {name: p, annotations: {tocsin.dev/lint-ignore: 'IDS'}}";
    assertThat(
            Linted.file(
                policy.replace("metadata: {name: p}", ignoring.replace("IDS", "unbounded-key"))))
        .isEmpty();
    assertThat(
            Linted.file(
                policy.replace(
                    "metadata: {name: p}",
                    ignoring.replace("IDS", "unbounded-key, overlap, schema, nonsense"))))
        .containsExactly(
            "2:60 unused-ignore overlap is ignored, and there is nothing to ignore",
            "2:60 unused-ignore schema cannot be ignored",
            "2:60 unused-ignore there is no rule nonsense");
  }

  @Test
  void objectsOfOthersAreLeftAloneAndUnknownKindsOfOursAreNot() {
    assertThat(Linted.file("{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}}"))
        .isEmpty();
    assertThat(
            Linted.file("{apiVersion: tocsin.dev/v1, kind: DetectionPolicy, metadata: {name: x}}"))
        .containsExactly("1:35 schema kind: there is no kind 'DetectionPolicy' in tocsin.dev/v1");
  }

  @Test
  void nothingThatIsWrittenMakesItFail() {
    String nulls =
        "lists: [null], variables: [null], events: [null], mitreAttack: [null, {tactics:"
            + " [null]}], exceptions: [null], window: {steps: [null], groupBy: [null]}, alert:"
            + " {groupBy: [null]}, requires: {tracingPolicies: [null], tetragon: [null]}";
    assertThat(Linted.file(Linted.policy("p", nulls))).isNotEmpty();
    assertThat(Linted.file("apiVersion: tocsin.dev/v1alpha1\nkind: DetectionPolicy\n"))
        .containsExactly("1:1 schema metadata: is required", "1:1 schema spec: is required");
    for (String field :
        List.of(
            "spec: 1",
            "spec: [1]",
            "spec: {events: x}",
            "spec: {window: {within: 1}}",
            "spec: {lists: [{configMapKeyRef: {}}]}",
            "metadata: 7")) {
      assertThat(
              Linted.file(
                  "apiVersion: tocsin.dev/v1alpha1\nkind: DetectionPolicy\n"
                      + (field.startsWith("metadata") ? "" : "metadata: {name: x}\n")
                      + field))
          .isNotEmpty();
    }
  }

  @Test
  void theShippedTracingPoliciesArePacked() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("config/tracing"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(
              ShippedTracing.NAMES.stream().map(name -> name + ".yaml").toList());
    }
    assertThat(ShippedTracing.read())
        .extracting(TracingPolicy::name)
        .isEqualTo(ShippedTracing.NAMES);
    assertThat(ShippedTracing.read()).noneMatch(TracingPolicy::open);
  }
}
