package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions mean. */
class InterpreterTest {
  private static final Environment ENVIRONMENT =
      Environment.standard().withLists(List.of("tools", "empty"));
  private static final Map<String, List<String>> LISTS =
      Map.of("tools", List.of("bash", "nsenter"), "empty", List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          event.kind                                                | ProcessExec
          event.time                                                | 2026-11-24T10:00:00Z
          event.node                                                | node-1
          event.function                                            | ``
          event.returnValue                                         | 0
          process.name                                              | bash
          process.binary                                            | /usr/bin/bash
          process.command_line                                      | bash -c 'id'
          process.argv.join(' ')                                    | -c 'id'
          process.argv.size()                                       | 2
          process.path                                              | /usr/bin/bash
          process.disguised_path                                    | false
          process.program.name                                      | id
          process.programs.map(p, p.name).join(' ')                 | bash id
          process.programs[0].hasOption('-c')                       | true
          process.programs[0].args[1]                               | 'id'
          process.program.hasOption('-c')                           | false
          process.program.optionValue('-u')                         | ``
          process.program.script                                    | ``
          process.commands.map(c, c.name).join(' ')                 | bash id
          process.programs[0].is_shell                              | true
          process.programs[0].is_interpreter                        | false
          process.programs[0].runs_input                            | false
          process.programs[0].code                                  | 'id'
          process.programs[0].isAnyOf(['sh -c', 'bash -c'])         | true
          process.programs[0].isAnyOf(lists.tools)                  | true
          process.program.isAnyOf(lists.tools)                      | false
          process.program.optionValues('-u').size()                 | 0
          process.program.reads.size()                              | 0
          process.program.writes.size()                             | 0
          parent.commands[0].name                                   | sshd
          ancestors[0].commands[0].name                             | systemd
          process.shell.complete                                    | true
          process.shell.commands.exists(c, c.name == 'id')          | true
          process.shell.runsOutputOf(['curl', 'base64 -d'])         | false
          has(process.shell)                                        | true
          has(parent.shell)                                         | false
          parent.program.name                                       | sshd
          ancestors[0].program.name                                 | systemd
          process.exec_id                                           | exec-/usr/bin/bash
          process.parent_exec_id                                    | exec-/usr/sbin/sshd
          process.pid                                               | 4711
          process.auid                                              | 0
          process.start_time                                        | 2026-11-24T10:00:00Z
          process.flags.split(' ')[1]                               | clone
          process.cap.effective[0]                                  | CAP_SYS_ADMIN
          'CAP_SYS_ADMIN' in process.cap.effective                  | true
          process.ns.net.is_host                                    | true
          process.ns.pid.is_host                                    | false
          process.process_credentials.uid                           | 0
          process.user.name                                         | ``
          parent.name                                               | sshd
          ancestors.size()                                          | 2
          ancestors[0].name                                         | systemd
          ancestors.exists(a, a.name == 'init')                     | true
          ancestors.map(a, a.name).join(' <- ')                     | systemd <- init
          pod.namespace                                             | shop
          pod.labels['app']                                         | web
          pod.labels.app                                            | web
          'tier' in pod.labels                                      | false
          pod.namespaceLabels.team                                  | store
          pod.workload.kind + '/' + pod.workload.name               | Deployment/web
          pod.ownerReferences.exists(o, o.kind == 'ReplicaSet' && o.controller) | true
          pod.hostPID                                               | true
          container.privileged                                      | true
          container.image.startsWith('docker.io/')                  | true
          pod.identity == pod.namespace + '/' + pod.serviceAccount  | true
          container.image.isImageIn(['*'])                          | true
          container.image.isImageIn(['registry.example/*'])         | false
          'nginx:1'.isImageIn(['docker.io/library/nginx'])          | true
          process.start_time - container.startTime > duration('5m') | true
          process.start_time - container.startTime                  | 600s
          node.labels.zone                                          | a
          connection.destinationIP == ''                            | true
          file.path == ''                                           | true
          size(args)                                                | 0
          arg('fd') == null                                         | true
          process.name in lists.tools                               | true
          process.name in lists.empty                               | false
          lists.tools.exists(t, process.binary.endsWith('/' + t))   | true
          process.binary.endsWithAny(lists.tools)                   | true
          process.binary.endsWithAny(['/BASH'])                     | false
          process.binary.endsWithAny(['/sh', '/BASH'], true)        | true
          process.binary.startsWithAny(['/opt/', '/usr/'])          | true
          process.binary.startsWithAny(['/USR/'], false)            | false
          process.command_line.containsAny(['x', 'H -'], true)      | true
          process.command_line.containsAny(['x', 'H -'])            | false
          process.command_line.containsAny(lists.empty)             | false
          process.command_line.containsAny([''])                    | true
          lists.tools.size()                                        | 2
          lists.tools[1]                                            | nsenter
          lists.tools + ['x'] == ['bash', 'nsenter', 'x']           | true
          lists.tools == ['bash', 'nsenter']                        | true
          """)
  void fieldsReadAsTheEventAndItsPlaceHaveThem(String expression, String value)
      throws EvaluationException {
    assertThat(text(expression, EventFixture.rich(), EventFixture.IN_POD)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          event.kind                          | ProcessKprobe
          event.function                      | sys_connect
          event.tracingPolicy                 | p
          event.returnValue                   | -2
          has(event.returnValue)              | true
          connection.destinationIP            | 169.254.169.254
          connection.destinationPort == 80    | true
          connection.sourceIP                 | 10.0.0.9
          connection.protocol                 | TCP
          file.path                           | /etc/shadow
          file.permission                     | -rw-r-----
          args[0].dport                       | 80
          args[0].family                      | AF_INET
          has(args[0].cookie)                 | false
          args[1].path                        | /etc/shadow
          args[2]                             | 7
          args[2] > 5                         | true
          arg('fd') == 7                      | true
          args[3]                             | word
          args[3].contains('or')              | true
          args[3] == 1                        | false
          args.size()                         | 4
          args.exists(a, type(a) == int)      | true
          """)
  void argumentsAreTypedAndFoundByPlaceAndByLabel(String expression, String value)
      throws EvaluationException {
    Event event =
        EventFixture.kprobe(
            "__x64_sys_connect",
            EventFixture.sock("::ffff:169.254.169.254", 80),
            EventFixture.file("/etc/shadow"),
            EventFixture.number("fd", 7),
            EventFixture.text("word"));

    assertThat(text(expression, event, EventFixture.IN_POD)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pod.namespace == ''                 | true
          has(pod.name)                       | false
          has(pod.workload)                   | false
          has(container.id)                   | false
          has(process.cap)                    | false
          has(process.ns)                     | false
          has(process.ns.pid)                 | false
          has(process.uid)                    | true
          has(process.auid)                   | false
          has(process.start_time)             | true
          has(process.arguments)              | false
          has(parent.name)                    | false
          has(event.returnValue)              | false
          has(pod.labels.app)                 | false
          parent.pid == 0                     | true
          parent.start_time == timestamp('1970-01-01T00:00:00Z') | true
          process.binary_properties.file.inode.links == 0 | true
          has(process.binary_properties.file.inode.links) | false
          ancestors == []                     | true
          node.name == 'node-1'               | true
          """)
  void whatIsAbsentReadsAsEmptyAndHasTells(String expression, boolean value)
      throws EvaluationException {
    assertThat(test(expression, EventFixture.exec("/bin/true", ""), EventFixture.ON_HOST))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'tacocat'.charAt(3)                              | o
          'hello mellow'.indexOf('ello', 2)                | 7
          'hello mellow'.lastIndexOf('ello')               | 7
          ['a', 'b'].join('-')                             | a-b
          'TacoCat'.lowerAscii() + 'x'.upperAscii()        | tacocatX
          'hello hello'.replace('he', 'we', 1)             | wello hello
          'hello'.replace('l', 'LL')                       | heLLLLo
          'ab'.replace('', '-')                            | -a-b-
          'ab'.replace('', '-', 2)                         | -a-b
          'abc'.replace('b', '', 0)                        | abc
          ['', 'a', '', 'b'].join(',')                     | ,a,,b
          [].join('x')                                     | ``
          dyn('a') + 'b' + 'c'                             | abc
          '%s is %d, %.2f, %x, %%'.format(['x', 7, 1.5, 255]) | x is 7, 1.50, ff, %
          '%s %s %s'.format([true, [1, 'a'], {'k': 2.5}])  | true [1, a] {k: 2.5}
          '%b %o %X %e'.format([5, 8, 'hi', 1234.5])       | 101 10 6869 1.234500e+03
          strings.quote('a"b')                             | "a\\"b"
          'a,b,c'.split(',', 2)[1]                         | b,c
          'tacocat'.substring(0, 4)                        | taco
          '  trim '.trim()                                 | trim
          [1, 2, 2].isSorted()                             | true
          ['b', 'a'].isSorted()                            | false
          [1, 3].sum()                                     | 4
          [duration('1m'), duration('1s')].sum()           | 61s
          [1.5, 2.5].sum()                                 | 4
          [3, 1, 2].min()                                  | 1
          ['a', 'c', 'b'].max()                            | c
          dyn([3, 1]).max()                                | 3
          [1, 2, 2, 3].indexOf(2)                          | 1
          ['a', 'b', 'b', 'c'].lastIndexOf('b')            | 2
          [1.0].indexOf(1.1)                               | -1
          'abc 123'.find('[0-9]+')                         | 123
          'abc 123'.find('xyz')                            | ``
          '123 abc 456'.findAll('[0-9]+').join(',')        | 123,456
          '123 abc 456'.findAll('[0-9]+', 1).size()        | 1
          'abc'.matches('b')                               | true
          matches('abc', '^b')                             | false
          ip('127.0.0.1').family()                         | 4
          ip('::1').family()                               | 6
          isIP('127.0.0.256')                              | false
          isIP('127.0.0.01')                               | false
          isIP(':::1')                                     | false
          isIP('fe80::1%eth0')                             | false
          isIP('::ffff:1.2.3.4')                           | false
          isIP('')                                         | false
          ip.isCanonical('2001:db8::abcd')                 | true
          ip.isCanonical('2001:DB8::ABCD')                 | false
          ip.isCanonical('2001:db8::0:0:0:abcd')           | false
          string(ip('2001:DB8::0:0:0:1'))                  | 2001:db8::1
          ip('::1') == ip('0:0:0:0:0:0:0:1')               | true
          ip('0.0.0.0').isUnspecified()                    | true
          ip('::').isUnspecified()                         | true
          ip('127.8.8.8').isLoopback()                     | true
          ip('2001:db8::abcd').isLoopback()                | false
          ip('224.0.0.1').isLinkLocalMulticast()           | true
          ip('224.0.1.1').isLinkLocalMulticast()           | false
          ip('ff02::1').isLinkLocalMulticast()             | true
          ip('fd00::1').isLinkLocalMulticast()             | false
          ip('169.254.169.254').isLinkLocalUnicast()       | true
          ip('fe80::1').isLinkLocalUnicast()               | true
          ip('fd80::1').isLinkLocalUnicast()               | false
          ip('192.168.0.1').isGlobalUnicast()              | true
          ip('255.255.255.255').isGlobalUnicast()          | false
          ip('2001:db8::abcd').isGlobalUnicast()           | true
          ip('ff00::1').isGlobalUnicast()                  | false
          isCIDR('192.168.0.0/33')                         | false
          isCIDR('::1/128')                                | true
          isCIDR('10.0.0.0/08')                            | false
          cidr('192.168.0.0/24').containsIP(ip('192.168.0.1')) | true
          cidr('192.168.0.0/24').containsIP('192.168.1.1') | false
          cidr('10.0.0.0/9').containsIP('10.127.255.255')  | true
          cidr('10.0.0.0/9').containsIP('10.128.0.0')      | false
          cidr('0.0.0.0/0').containsIP('::1')              | false
          cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24')) | true
          cidr('192.168.1.0/24').containsCIDR('192.168.2.0/24') | false
          cidr('192.168.1.0/24').containsCIDR('192.168.0.0/16') | false
          cidr('192.168.0.1/24').ip() == ip('192.168.0.1') | true
          string(cidr('192.168.0.1/24').masked())          | 192.168.0.0/24
          cidr('192.168.0.1/24') == cidr('192.168.0.1/24').masked() | false
          cidr('::1/128').prefixLength()                   | 128
          [1, 2, 3].exists_one(x, x > 2)                   | true
          [1, 2].all(i, v, v == i + 1)                     | true
          {'a': 1}.exists(k, v, k == 'a' && v == 1)        | true
          [1, 2, 3].filter(x, x > 1).map(x, x * 2).size()  | 2
          [1, 2].transformList(i, v, v * i)[1]             | 2
          """)
  void functionsMeanWhatTheyMeanInKubernetes(String expression, String value)
      throws EvaluationException {
    assertThat(text(expression, EventFixture.rich(), EventFixture.IN_POD)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          true || pod.labels.nope == 'x'      => true
          pod.labels.nope == 'x' || true      => true
          false && pod.labels.nope == 'x'     => false
          pod.labels.nope == 'x' && false     => false
          1 / process.auid == 0 || true       => true
          [1, 0].exists(x, 2 / x == 2)        => true
          [0, 1].exists(x, 2 / x == 2)        => true
          [0, 1].all(x, 2 / x == 1)           => false
          """)
  void andAndOrForgiveErrorsOnEitherSide(String expression, boolean value)
      throws EvaluationException {
    assertThat(test(expression, EventFixture.rich(), EventFixture.IN_POD)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          pod.labels.nope == 'x'              => ABSENT
          pod.labels['nope'] == 'x'           => ABSENT
          pod.labels.nope == 'x' || false     => ABSENT
          args[3] == 1                        => ABSENT
          ip(process.name).family() == 4      => FAULT
          1 / process.auid == 0               => FAULT
          '%d'.format(['x']) == 'x'           => FAULT
          '%s'.format([]) == 'x'              => FAULT
          '%q'.format(['x']) == 'x'           => FAULT
          process.name.matches(process.arguments + '(') => FAULT
          lists.tools.all(a, lists.tools.all(b, lists.tools.all(c, lists.tools.all(d, lists.tools.all(e, lists.tools.all(f, lists.tools.all(g, lists.tools.all(h, lists.tools.all(i, lists.tools.all(j, lists.tools.all(k, lists.tools.all(l, lists.tools.all(m, true))))))))))))) => COST
          """)
  void anExpressionWithoutAValueSaysWhy(String expression, EvaluationException.Cause cause) {
    assertThatThrownBy(() -> test(expression, EventFixture.rich(), EventFixture.IN_POD))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.reason()).isEqualTo(cause));
  }

  @Test
  void textsThatGrowWithoutEndCostTooMuch() throws EvaluationException {
    Environment environment = ENVIRONMENT;
    Interpreter interpreter = new Interpreter(LISTS);
    String before = "process.binary";
    for (int i = 0; i < 40; i++) {
      CheckedExpression doubled = checked(environment, before + " + " + before, ResultType.ANY);
      interpreter.define("v" + i, doubled);
      environment = environment.withVariable("v" + i, doubled);
      before = "variables.v" + i;
    }
    Predicate predicate =
        interpreter.predicate(checked(environment, before + " == ''", ResultType.BOOL));

    assertThatThrownBy(() -> predicate.test(context(EventFixture.rich(), EventFixture.IN_POD)))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.reason()).isEqualTo(EvaluationException.Cause.COST));
  }

  @Test
  void manySearchesThroughLongArgumentsCostTooMuch() throws EvaluationException {
    Event event = EventFixture.exec("/bin/x", "y".repeat(100_000));

    assertThat(test("process.arguments.matches('z')", event, EventFixture.IN_POD)).isFalse();
    assertThatThrownBy(
            () ->
                test(
                    "[1, 2, 3, 4, 5].exists(a, [1, 2, 3, 4, 5].exists(b,"
                        + " process.arguments.matches('[z]{99}')))",
                    event,
                    EventFixture.IN_POD))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.reason()).isEqualTo(EvaluationException.Cause.COST));
  }

  @Test
  void aVariableIsWorkedOutOnceForEachEventAndFailsWhereItIsUsed() throws EvaluationException {
    Environment environment = ENVIRONMENT;
    Interpreter interpreter = new Interpreter(LISTS);
    CheckedExpression label = checked(environment, "pod.labels.tier", ResultType.ANY);
    interpreter.define("tier", label);
    environment = environment.withVariable("tier", label);
    CheckedExpression upper = checked(environment, "variables.tier.upperAscii()", ResultType.ANY);
    interpreter.define("upper", upper);
    environment = environment.withVariable("upper", upper);
    Predicate predicate =
        interpreter.predicate(
            checked(
                environment,
                "variables.upper == 'FRONT' || process.name == 'ls'",
                ResultType.BOOL));
    EventContext context = new EventContext();

    context.enter(
        EventFixture.exec("/bin/bash", ""),
        EventFixture.in(EventFixture.pod("a", "p", Map.of("tier", "front"))));
    assertThat(predicate.test(context)).isTrue();

    context.enter(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);
    assertThat(predicate.test(context)).isTrue();

    context.enter(EventFixture.exec("/bin/bash", ""), EventFixture.IN_POD);
    assertThatThrownBy(() -> predicate.test(context))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.reason()).isEqualTo(EvaluationException.Cause.ABSENT));
  }

  @Test
  void aBrokenEventIsNotThePolicysFault() {
    byte[] bytes = EventFixture.exec("/bin/bash", "x").bytes().clone();
    bytes[1] = 127; // the process is longer than the message

    assertThatThrownBy(() -> test("process.name == 'bash'", Event.of(bytes), EventFixture.IN_POD))
        .isInstanceOf(MalformedEventException.class);
  }

  private static String text(String expression, Event event, Attribution where)
      throws EvaluationException {
    CheckedExpression checked = checked(ENVIRONMENT, expression, ResultType.SCALAR);
    return new Interpreter(LISTS).text(checked).text(context(event, where));
  }

  private static boolean test(String expression, Event event, Attribution where)
      throws EvaluationException {
    CheckedExpression checked = checked(ENVIRONMENT, expression, ResultType.BOOL);
    return new Interpreter(LISTS).predicate(checked).test(context(event, where));
  }

  private static EventContext context(Event event, Attribution where) {
    EventContext context = new EventContext();
    context.enter(event, where);
    return context;
  }

  private static CheckedExpression checked(
      Environment environment, String expression, ResultType wanted) {
    Environment.Checked checked = environment.check("test", expression, wanted);
    assertThat(checked.diagnostics()).isEmpty();
    return checked.expression().orElseThrow();
  }
}
