package dev.tocsin.engine.compile;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.command.ProgramNames;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.index.IndexClause;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of a match: a field and its values, nothing, or that it is never true. */
class IndexConditionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "process.name == 'a'                                      # PROCESS_NAME=a",
        "'a' == process.name                                      # PROCESS_NAME=a",
        "process.name in ['a', 'b']                               # PROCESS_NAME=a PROCESS_NAME=b",
        "process.name in lists.l                                  # PROCESS_NAME=l1"
            + " PROCESS_NAME=l2",
        "variables.name == 'a'                                    # PROCESS_NAME=a",
        "variables.isA && process.arguments != ''                 # PROCESS_NAME=a",
        "process.binary.endsWith('/bin/a')                        # PROCESS_NAME=a",
        "process.binary.startsWith('/tmp/a/')                     # PROCESS_FOLDER=/tmp/",
        "process.arguments == '' && parent.name == 'a'            # PARENT_NAME=a && PROCESS_ARGUMENTS=",
        "process.name == 'a' && process.binary == '/a'            # PROCESS_BINARY=/a && PROCESS_NAME=a",
        "process.name == 'a' || parent.name == 'b'                # PROCESS_NAME=a PARENT_NAME=b",
        "!(process.name != 'a' || pod.hostPID)                    # PROCESS_NAME=a",
        "process.name == 'a' ? pod.hostPID : false                # PROCESS_NAME=a",
        "event.kind == 'ProcessExec' && process.name == 'a'       # PROCESS_NAME=a",
        "event.kind == 'ProcessExit' || process.name == 'a'       # PROCESS_NAME=a",
        "event.function == 'f' || process.name == 'a'             # PROCESS_NAME=a",
        "process.arguments == 'a'                                 # PROCESS_ARGUMENTS=a",
        "process.arguments.contains('ab')                         # PROCESS_ARGUMENTS~ab",
        "process.arguments.matches('/etc/(ab|cd)$')               # PROCESS_ARGUMENTS~/etc/ab"
            + " PROCESS_ARGUMENTS~/etc/cd",
        "process.arguments.containsAny(lists.l)                   # PROCESS_ARGUMENTS~l1"
            + " PROCESS_ARGUMENTS~l2",
        "process.arguments.containsAny(['Ab', 'cd'], true)        # PROCESS_ARGUMENTS≈ab"
            + " PROCESS_ARGUMENTS≈cd",
        "process.binary.endsWithAny(['/ab', '/C'], true)          # PROCESS_NAME≅ab PROCESS_NAME≅c",
        "process.binary.startsWithAny(['/ab/c', '/d'])            # PROCESS_FOLDER=/ab/"
            + " PROCESS_BINARY~/d",
        "process.arguments.matches('(?i)ab|cd')                   # PROCESS_ARGUMENTS≈ab"
            + " PROCESS_ARGUMENTS≈cd",
        "process.command_line.endsWith('ab')                      # COMMAND_LINE~ab",
        "process.program.name in lists.l                          # COMMAND_NAME=l1"
            + " COMMAND_NAME=l2",
        "process.program.name.startsWith('ab')                    # COMMAND_NAME~ab",
        "process.commands.exists(c, c.name == 'a')                # COMMAND_NAME=a",
        "process.programs.exists(c, c.name in lists.l && c.hasOption('-x')) # COMMAND_NAME=l1"
            + " COMMAND_NAME=l2",
        "process.shell.commands.exists(p, p.name == 'a' || p.name == 'b') # COMMAND_NAME=a"
            + " COMMAND_NAME=b",
        "process.commands.exists(c, c.name.contains('ab'))        # COMMAND_NAME~ab",
        "process.commands.exists(c, c.isAnyOf(['a -x', 'b']))     # COMMAND_NAME=a COMMAND_NAME=b",
        "process.program.isAnyOf(lists.l)                         # COMMAND_NAME=l1"
            + " COMMAND_NAME=l2",
        "process.shell.runsOutputOf(['a -x', 'b-3.1.2'])           # COMMAND_NAME=a COMMAND_NAME=b",
        "process.binary.startsWith('/tmp')                        # PROCESS_BINARY~/tmp",
        "process.binary.lowerAscii().endsWith('/ab')              # PROCESS_NAME≅ab",
        "process.cwd.contains('ab') && process.cwd.contains('cde') # PROCESS_CWD~cde && PROCESS_CWD~ab",
        "process.cwd.contains('ab') && process.binary.lowerAscii().endsWith('/cd') #"
            + " PROCESS_NAME≅cd && PROCESS_CWD~ab",
        "process.name.lowerAscii() in ['ab', 'cd']                # PROCESS_NAME≅ab"
            + " PROCESS_NAME≅cd",
        "'ab' == process.name.lowerAscii()                        # PROCESS_NAME≅ab",
        "variables.small.matches('x+ab')                          # PROCESS_NAME≈ab",
        "process.name == 'a' && process.arguments.contains('ab')  # PROCESS_NAME=a &&"
            + " PROCESS_ARGUMENTS~ab",
        "process.binary.startsWith('/a/') && process.arguments.contains('ab') # PROCESS_FOLDER=/a/ &&"
            + " PROCESS_ARGUMENTS~ab",
        "process.name in ['sh', 'a'] && process.arguments.contains('ab') # PROCESS_NAME=sh"
            + " PROCESS_NAME=a && PROCESS_ARGUMENTS~ab",
        "process.name == 'a' && parent.name == 'b' && process.cwd.contains('ab') # PROCESS_NAME=a &&"
            + " PROCESS_CWD~ab",
        "process.name == 'a' && (process.name in ['a', 'b'] || parent.name == 'c') # PROCESS_NAME=a",
        "process.name == 'a' && process.cwd.contains('ab') || process.name == 'b' #"
            + " PROCESS_NAME=a PROCESS_NAME=b && PROCESS_CWD~ab PROCESS_NAME=b",
        "process.name == 'a' && process.cwd.contains('ab') || process.name == 'b' &&"
            + " process.cwd.contains('cd') # PROCESS_NAME=a PROCESS_NAME=b &&"
            + " PROCESS_CWD~ab PROCESS_CWD~cd",
        "process.commands.exists(c, c.name == 'a' && c.args.exists(a, a.contains('ab'))) #"
            + " COMMAND_NAME=a && COMMAND_ARGUMENTS~ab",
        "process.commands.exists(c, c.is_shell && c.operands.exists(o, o == 'ab' || o in lists.l)) #"
            + " SHELLS && COMMAND_ARGUMENTS~ab COMMAND_ARGUMENTS~l1 COMMAND_ARGUMENTS~l2",
        "process.program.code.matches('/api/v[0-9]')              # COMMAND_ARGUMENTS~/api/v",
        "process.commands.exists(c, '--ab' in c.args)             # COMMAND_ARGUMENTS~--ab",
        "process.program.optionValue('-x').startsWith('ab')       # COMMAND_ARGUMENTS~ab",
        "process.program.operands.join(' ').contains('a bcd e')   # COMMAND_ARGUMENTS~bcd",
        "process.commands.exists(c, c.args.join(' ').containsAny(lists.l, true)) #"
            + " COMMAND_ARGUMENTS≈l1 COMMAND_ARGUMENTS≈l2",
        "file.path.contains('ab') || process.name == 'a'          # PROCESS_NAME=a",
        "file.action == 'write' && file.innerPath.matches('ab') || process.name == 'a' #"
            + " PROCESS_NAME=a",
        "variables.subject.endsWith('/ab')                        # PROCESS_NAME=ab",
        "(process.name == 'a' ? process.flags : '') == 'x'        # PROCESS_NAME=a",
        "variables.chosen.matches('^ab')                          # PROCESS_NAME=a PROCESS_NAME=b",
        "variables.chosen.find('[a-z]+').lowerAscii() in ['ab']   # PROCESS_NAME=a PROCESS_NAME=b",
        "process.path == '/a/b'                                   # COMMAND_PATH=/a/b",
        "process.program.path.startsWith('/a/b')                  # COMMAND_FOLDER=/a/",
        "process.commands.exists(c, c.path.contains('/.'))        # COMMAND_PATH~/.",
        "process.cwd.matches('^/proc/[0-9]+/root')                # PROCESS_CWD~/proc/",
        "process.name.find('[a-z]+') in lists.l                   # PROCESS_NAME~l1"
            + " PROCESS_NAME~l2",
        "lists.l.exists(v, process.arguments.contains(v))         # PROCESS_ARGUMENTS~l1"
            + " PROCESS_ARGUMENTS~l2",
        "lists.l.exists(v, process.commands.exists(c, c.path == '/' + v)) # COMMAND_PATH=/l1"
            + " COMMAND_PATH=/l2",
        "['ab', 'cd'].all(v, process.arguments.contains(v))       # PROCESS_ARGUMENTS~ab && PROCESS_ARGUMENTS~cd",
        "lists.l.exists(c, process.commands.exists(c, c.name == 'a')) # COMMAND_NAME=a",
        "has(process.binary_properties.setuid)                    # BINARY_PROPERTIES=1",
        "process.commands.exists(c, c.writes.exists(f, f.matches('/etc/(ab|cd)$'))) #"
            + " WRITERS && COMMAND_WRITES~/etc/ab COMMAND_WRITES~/etc/cd",
        "process.program.writes.exists(f, f in ['/ab', '/cd'])     # COMMAND_WRITES=/ab"
            + " COMMAND_WRITES=/cd && WRITERS",
        "process.commands.exists(c, c.name == 'a' && c.writes.exists(f, f.contains('ab')) ) #"
            + " COMMAND_NAME=a && COMMAND_WRITES~ab",
      })
  void whatAnEventMustHave(String match, String clauses) {
    assertThat(ofExecutions(match).clauses().stream().map(IndexConditionsTest::keys))
        .containsExactlyElementsOf(
            Stream.of(clauses.split("&&")).map(IndexConditionsTest::keys).toList());
  }

  private static Set<String> keys(String clause) {
    return Set.of(clause.trim().split(" "));
  }

  /** SHELLS and WRITERS: the names of all of them. */
  private static Set<String> keys(IndexClause clause) {
    Set<String> keys = new HashSet<>();
    clause.keys().forEach(key -> keys.add(key.field() + sign(key.relation()) + key.value()));
    return keys.equals(named(ProgramNames.SHELLS))
        ? Set.of("SHELLS")
        : keys.equals(named(ProgramNames.WRITING)) ? Set.of("WRITERS") : keys;
  }

  private static Set<String> named(Set<String> names) {
    return names.stream().map(name -> "COMMAND_NAME=" + name).collect(toSet());
  }

  private static String sign(IndexCondition.Relation relation) {
    return switch (relation) {
      case IS -> "=";
      case HAS -> "~";
      case IS_IN_ANY_CASE -> "≅";
      case HAS_IN_ANY_CASE -> "≈";
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "process.flags == 'a'",
        "process.arguments.matches('[a-z]+')",
        "process.arguments.contains('a')",
        "!process.arguments.contains('ab')",
        "process.arguments.contains('ab\uFFFD')",
        "process.arguments.replace('a', 'b').contains('ab')",
        "process.name != 'a'",
        "!(process.name == 'a')",
        "process.name == 'a' || pod.hostPID",
        "process.name.matches('^a$')",
        "process.binary.endsWith('a')",
        "process.name == '\uFFFD'",
        "process.name in ['a', process.flags]",
        "lists.l.exists(process, process == 'a')",
        "process.commands.exists(pod, pod.name == 'a')",
        "process.commands.exists(c, c.reads.exists(f, f == '/a'))",
        "process.commands.exists(c, c.name != 'a')",
        "process.commands.all(c, c.name == 'a')",
        "!process.program.isAnyOf(['a'])",
        "parent.commands.exists(c, c.name == 'a')",
        "process.commands.exists(c, c.isAnyOf([process.name]))",
        "event.kind == 'ProcessExec'",
        "pod.hostPID ? process.name == 'a' : parent.name == 'b'",
        "size(lists.l) > 0 && pod.hostPID",
        "size(lists.none) > -1",
        "process.name.find('[a-z]*') in ['ab', '']",
        "lists.l.exists(v, process.arguments.contains(v) || pod.hostPID)",
        "process.commands.exists(c, c.script.startsWith(''))",
        "process.program.operands[0] == 'ab'", // fails where there is none
        "process.commands.exists(c, c.args.exists(a, a.matches('^[0-9]+$')))",
        "process.commands.exists(c, c.args.all(a, a.contains('ab')))",
        "process.commands.exists(c, !c.args.exists(a, a.contains('ab')))",
        "process.commands.exists(c, c.args.join('').contains('ab'))",
        "process.program.code == ''",
        "process.program.optionValue(process.cwd) == 'ab'",
        "process.argv.exists(a, a == 'ab')",
        "has(process.ns.mnt)",
      })
  void whatAnyEventMayMeet(String match) {
    assertThat(ofExecutions(match)).isEqualTo(IndexCondition.ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "event.kind == 'ProcessExit' && pod.hostPID",
        "event.function == 'f'",
        "file.path.endsWith('/etc/shadow')",
        "file.path.matches('^/etc/')",
        "file.path.lowerAscii() == 'ab'",
        "connection.destinationPort in [22, 23]",
        "process.name in lists.none",
        "size(lists.none) > 0 && process.flags != ''",
        "lists.none.size() > 0 || file.path == '/x'",
        "lists.none.exists(v, process.arguments.contains(v))",
        "file.action in ['write'] || file.innerPath.matches('^/etc/')",
        "(event.function == 'f' ? process.arguments : '') == 'a'",
      })
  void whatNoExecutionMeets(String match) {
    assertThat(ofExecutions(match)).isEqualTo(IndexCondition.NEVER);
  }

  @Test
  void eachKindHasItsOwn() {
    Map<EventKind, IndexCondition> conditions =
        PolicyBuilder.matching(
                "event.kind == 'ProcessExec' && process.name == 'rm'"
                    + " || event.function == 'f' && file.path == '/x'")
            .events(EventKind.PROCESS_EXEC, EventKind.PROCESS_KPROBE)
            .compiled()
            .conditions();

    assertThat(conditions)
        .containsOnly(
            Map.entry(
                EventKind.PROCESS_EXEC,
                IndexCondition.of(IndexedField.PROCESS_NAME, List.of("rm"))),
            Map.entry(
                EventKind.PROCESS_KPROBE,
                IndexCondition.of(IndexedField.FILE_PATH, List.of("/x"))
                    .and(IndexCondition.of(IndexedField.FUNCTION, List.of("f")))));
  }

  @Test
  void aTemporalWindowAsksForAnyOfItsSteps() {
    PolicyBuilder policy =
        PolicyBuilder.policy("p")
            .temporal(
                true,
                Duration.ofMinutes(1),
                List.of(),
                Map.of("one", "process.name == 'a'", "two", "process.name == 'b'"));

    assertThat(ofExecutions(policy))
        .isEqualTo(IndexCondition.of(IndexedField.PROCESS_NAME, List.of("a", "b")));
  }

  /** The steps would leave more events out; but the match fails for some of those. */
  @Test
  void besideAMatchTheStepsCountForNothing() {
    PolicyBuilder policy =
        PolicyBuilder.policy("p")
            .temporal(
                true,
                Duration.ofMinutes(1),
                List.of(),
                Map.of("one", "process.name == 'a'", "two", "process.name == 'b'"))
            .match("pod.labels['x'] == 'y'");

    assertThat(ofExecutions(policy)).isEqualTo(IndexCondition.ALWAYS);
  }

  @Test
  void eachPathOfAFileIsLookedFor() {
    Map<EventKind, IndexCondition> conditions =
        PolicyBuilder.matching(
                "file.action == 'link' && file.oldPath.endsWith('/ab')"
                    + " || file.innerPath == '/cd'")
            .events(EventKind.PROCESS_KPROBE)
            .compiled()
            .conditions();

    assertThat(conditions)
        .containsEntry(
            EventKind.PROCESS_KPROBE,
            IndexCondition.searching(IndexedField.FILE_OLD_PATH, List.of("/ab"), false)
                .or(IndexCondition.of(IndexedField.FILE_INNER_PATH, List.of("/cd"))));
  }

  /** Each of the variables is twice as many texts as the one before. */
  @Test
  @Timeout(30)
  void manyChoicesAreNotFollowed() {
    PolicyBuilder policy =
        PolicyBuilder.matching("variables.v60 == 'x'").variable("v0", "process.arguments");
    for (int i = 1; i <= 60; i++) {
      String before = "variables.v" + (i - 1);
      policy = policy.variable("v" + i, "process.pid == " + i + " ? " + before + " : " + before);
    }

    assertThat(ofExecutions(policy)).isEqualTo(IndexCondition.ALWAYS);
  }

  @Test
  void onlySomeProgramsWriteFiles() {
    IndexCondition condition = ofExecutions("process.commands.exists(c, size(c.writes) > 0)");

    assertThat(condition.clauses().getFirst().keys())
        .extracting(IndexCondition.Key::value)
        .contains("sh", "tee", "curl")
        .doesNotContain("cat", "python");
  }

  @Test
  void onlyWhatRunsTextsOrIsTheTextHasAScript() {
    IndexCondition condition =
        ofExecutions("process.commands.exists(c, c.script.endsWith('/ab.py'))");

    assertThat(condition.clauses().getFirst().keys())
        .extracting(key -> key.field() + " " + key.value())
        .contains("COMMAND_NAME sh", "COMMAND_NAME python", "COMMAND_PATH /ab.py")
        .doesNotContain("COMMAND_NAME cat");
  }

  private static IndexCondition ofExecutions(String match) {
    return ofExecutions(
        PolicyBuilder.matching(match)
            .list("l", "l1", "l2")
            .list("none")
            .variable("name", "process.name")
            .variable("small", "variables.name.lowerAscii()")
            .variable("subject", "event.kind == 'ProcessExec' ? process.binary : file.path")
            .variable(
                "chosen",
                "process.name == 'a' ? process.flags : parent.flags == 'b' && process.name == 'b' ?"
                    + " process.cwd : ''")
            .variable("isA", "variables.name == 'a'"));
  }

  private static IndexCondition ofExecutions(PolicyBuilder policy) {
    return policy
        .compiled()
        .conditions()
        .getOrDefault(EventKind.PROCESS_EXEC, IndexCondition.ALWAYS);
  }
}
