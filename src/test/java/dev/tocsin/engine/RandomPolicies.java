package dev.tocsin.engine;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Policies whose expressions are made of what the index can look up, what it cannot, and what
 * fails.
 */
final class RandomPolicies {
  private static final List<EventKind> KINDS =
      List.of(
          EventKind.PROCESS_EXEC,
          EventKind.PROCESS_KPROBE,
          EventKind.PROCESS_LSM,
          EventKind.PROCESS_CONNECT,
          EventKind.FILE_ACCESS);
  private static final List<String> FIELDS =
      List.of(
          "process.name",
          "process.binary",
          "parent.name",
          "parent.binary",
          "event.function",
          "event.kind",
          "file.path",
          "connection.destinationIP",
          "variables.path",
          "process.arguments",
          "process.program.name",
          "process.program.script",
          "process.path");

  /** Loops in loops, names that hide others, failures, and parts that are interpreted. */
  private static final List<String> LOOPS =
      List.of(
          "process.commands.exists(c, c.args.exists(a, a == 'TEXT'))",
          "process.commands.exists(c, c.args.exists(a, a == c.name || c.args.exists(b, b == a +"
              + " 'x')))",
          "process.commands.exists(c, 'TEXT' in c.args && c.operands[0] != '/')",
          "process.commands.all(c, c.args.join(' ').contains('TEXT') ||"
              + " c.operands[1].startsWith('/'))",
          "process.commands.all(c, c.args.join().matches('x|sh'))",
          "process.commands.exists(c, process.programs.exists(c, c.name == 'TEXT') && c.name =="
              + " 'sh')",
          "process.commands.exists(c, [c.path, c.script].exists(p, p.endsWith('TEXT')))",
          "process.commands.exists(c, c.args.map(a, a + 'x').exists(a, a == 'xx'))",
          "process.commands.exists(c, int(c.name) > 0 || c.args.exists(a, int(a) > 0))",
          "process.commands.all(c, c.args.all(a, a.size() < 3) && c.paths[size(c.paths) - 1] !="
              + " 'TEXT')",
          "process.commands.exists(lists, lists.name == 'TEXT')",
          "process.commands.exists(args, size(args.args) == 1)",
          "process.commands.exists(c, c.optionValue('-c') == 'TEXT' ||"
              + " c.optionValues('-c').exists(v, v == 'x'))",
          "process.commands.exists(c, c.code.contains('TEXT') || c.args.join(' ').contains('-c"
              + " TEXT'))",
          "process.program.code == 'TEXT' || process.program.operands.join(' ').endsWith('TEXT')",
          "process.commands.exists(c, c.isAnyOf(['sh -c', 'TEXT', 'kubectl exec']))",
          "process.commands.filter(c, c.name == 'TEXT').exists(c, c.args[0] == 'x')",
          "process.commands.exists_one(c, c.name == 'TEXT')",
          "lists.l.exists(each, process.arguments.contains(each) || process.name.startsWith(each))",
          "lists.l.all(each, each.endsWith(process.name) || variables.path == each)",
          "ancestors.exists(a, a.name == 'TEXT' || a.pid == 7)",
          "ancestors.all(a, a.commands.exists(c, c.name == 'TEXT'))",
          "process.argv.exists(a, a in lists.l) || size(process.argv) == 1",
          "process.argv[0] == 'TEXT' || process.argv[process.argv.size() - 1] == 'x'",
          "process.argv.exists(a, a.matches(variables.pattern)) || process.name in variables.names",
          "process.shell.commands.all(c, c.args.exists(a, a.find(variables.pattern) == 'sh'))",
          "process.shell.commands.exists(c, c.reads.exists(f, f in ['/etc/TEXT', '/tmp/x']))",
          "[process.name, 'TEXT'].all(t, t.contains('s') || args[1] == t)");

  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  Policy next(String name) {
    EventKind[] more = new EventKind[random.nextInt(3)];
    for (int i = 0; i < more.length; i++) {
      more[i] = pick(KINDS);
    }
    PolicyBuilder policy =
        PolicyBuilder.policy(name)
            .events(pick(KINDS), more)
            .host(pick(List.of(Scope.Host.values())))
            .list("l", text(), text(), "sh")
            .list("none")
            .variable("path", pick(List.of("process.binary", "file.path", "process.name")))
            .variable("named", "pod.name.startsWith('web')")
            .variable("pattern", "'^(sh|x)$'")
            .variable("names", "['sh', 'x']")
            .variable("v", expression(2, "true"))
            .variable("w", expression(2, "variables.v"));
    if (random.nextInt(3) == 0) {
      policy.temporal(
          random.nextBoolean(), Duration.ofMinutes(1), List.of("process.name"), Map.of());
      policy.window(withSteps(policy.build()));
    }
    if (random.nextInt(6) == 0 && policy.build().window() != null) {
      return policy.build();
    }
    return policy.match(expression(4, "variables.w")).build();
  }

  private Policy.Window withSteps(Policy policy) {
    Policy.Window window = Objects.requireNonNull(policy.window());
    List<Policy.Window.Step> steps = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Set<EventKind> kinds = random.nextBoolean() ? Set.of() : EnumSet.of(pick(KINDS), pick(KINDS));
      steps.add(new Policy.Window.Step("step" + i, kinds, expression(2, "variables.w")));
    }
    return new Policy.Window(
        window.type(), null, window.groupBy(), window.within(), window.threshold(), steps);
  }

  /**
   * @param known an atom more, of what is defined already
   */
  private String expression(int depth, String known) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return atom(known);
    }
    String left = expression(depth - 1, known);
    String right = expression(depth - 1, known);
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> "(" + left + " && " + right + ")";
      case 3, 4 -> "(" + left + " || " + right + ")";
      case 5 -> "!(" + left + ")";
      default -> "(" + left + " ? " + right + " : " + expression(depth - 1, known) + ")";
    };
  }

  private String atom(String known) {
    String field = pick(FIELDS);
    return switch (random.nextInt(19)) {
      case 0, 1 -> field + " == '" + text() + "'";
      case 2 -> field + " in ['" + text() + "', '" + text() + "']";
      case 3 -> field + " in lists." + pick(List.of("l", "none"));
      case 4 -> field + " != '" + text() + "'";
      case 5 -> field + ".endsWith('" + text() + "')";
      case 6 -> field + ".startsWith('" + text() + "')";
      case 7 -> field + ".lowerAscii() == '" + text() + "'";
      case 8 -> "connection.destinationPort " + pick(List.of("== 53", "in [53, 0]", "!= 80"));
      case 9 -> "event.kind == '" + pick(KINDS).apiName() + "'";
      case 10 -> pick(List.of("true", "false", known, "pod.hostPID", "has(process.uid)"));
      case 11 -> "'" + text() + "' == " + field;
      case 12 -> field + ".contains('" + text() + "')";
      case 13 -> field + pick(List.of(" == ", " != ")) + pick(FIELDS);
      case 14 ->
          field + ".matches(r'" + pick(List.of("^/tmp/", "(?i)^sh$", "[0-9]+", "x|ä")) + "')";
      case 15 ->
          field
              + pick(List.of(".containsAny(", ".startsWithAny(", ".endsWithAny("))
              + pick(List.of("lists.l", "lists.none", "['" + text() + "', '" + text() + "']"))
              + pick(List.of(")", ", true)", ", pod.hostPID)"));
      case 16 ->
          pick(
              List.of(
                  "'app' in pod.labels",
                  "process.name in pod.labels",
                  "pod.labels['app'] == 'web'",
                  "has(pod.labels.app)",
                  "container.privileged == pod.hostPID",
                  "container.image.isImageIn(['nginx', 'registry.example.com/*'])",
                  "process.binary.isImageIn(['docker.io/*'])",
                  "pod.identity in ['shop/web', 'shop/default']",
                  "connection.destinationPort > 53",
                  "connection.destinationPort <= process.pid + 53",
                  "1 < connection.sourcePort",
                  "cidr('10.0.0.0/8').containsIP(connection.destinationIP)",
                  "cidr('10.0.0.0/8').containsIP(process.arguments)",
                  "cidr('10.0.0.0/8').containsIP(ip(event.function))",
                  "process.arguments + 'x' == 'shx'",
                  "(process.pid == 0 ? process.name : parent.name).lowerAscii() == 'sh'",
                  "variables.path.lowerAscii().startsWith('/tmp')",
                  "process.name in process.cap.effective",
                  "(args.size() > 0 ? args[0] : 1) == 2",
                  "size(args) == 1 && args[0] == 2",
                  "args[0].lowerAscii() == '/tmp/sh'",
                  "args[0].find('tmp') == 'tmp'",
                  "args[0].startsWith('/tmp')",
                  "args[0] in ['/tmp/sh', 'x']",
                  "variables.path.find('[a-z]+').startsWith('t')",
                  "process.arguments.lowerAscii().find('tmp/a|bin').lowerAscii() != ''",
                  "process.binary.lowerAscii() in ['sh', '/bin/sh', '/tmp/sh']",
                  "process.command_line.lowerAscii().matches('sh (x|sh)')",
                  "process.command_line == 'sh x'",
                  "process.program.hasOption('-c') && process.argv.size() > 1",
                  "process.programs.exists(p, p.name == 'sh')",
                  "process.commands.exists(p, p.name == '" + text() + "')",
                  "process.commands.exists(p, p.name in lists.l && p.hasOption('-c'))",
                  "process.commands.exists(p, p.name != 'sh' || p.is_shell)",
                  "process.commands.exists(p, p.isAnyOf(lists.l) || p.runs_input)",
                  "process.commands.exists(event, event.is_interpreter)",
                  "process.commands.exists(pod, variables.named)",
                  "process.commands.exists(c, c.name in ['sh', 'x', 'kubectl'])",
                  "process.shell.runsOutputOf(['x', 'kubectl'])",
                  "process.shell.commands.exists(c, c.name == 'sh' || int(c.name) > 1)",
                  "process.commands.exists(c, c.writes.exists(f, f.startsWith('/tmp')))",
                  "process.program.writes.exists(f, f == '/tmp/x')",
                  "process.commands.all(c, c.name == 'sh')",
                  "process.program.is_shell && process.program.runs_input",
                  "process.program.isAnyOf(['sh -c', '" + text() + "'])",
                  "process.shell.runsOutputOf(['" + text() + "', '/dev/tcp'])",
                  "process.shell.runsOutputOf(lists.l)",
                  "process.program.name in process.argv",
                  "process.command_line.contains(' /tmp')",
                  "dyn(process.name) || true",
                  "process.user.name != '' || process.ns.mnt.is_host"));
      case 17 -> pick(LOOPS).replace("TEXT", text());
      default ->
          pick(
              List.of(
                  "int(process.arguments) > 1",
                  "pod.labels['absent'] == 'x'",
                  "args[0] == 2",
                  "[1, 2, 3].exists(process, process == int(event.function))"));
    };
  }

  private String text() {
    return pick(RandomEncodedEvents.TEXTS).replace("'", "\\'");
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
