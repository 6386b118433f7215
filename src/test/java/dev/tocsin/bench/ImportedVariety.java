package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.sigma.SigmaImport;
import dev.tocsin.library.ShippedInput;
import dev.tocsin.lint.Linter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Any number of policies, made of rules with the shapes of published ones: a program by the end of
 * its path, one of some texts or all of them in its command line, now and then a parent that
 * excuses. The first are as they are, the next have other letters.
 */
public final class ImportedVariety {
  private static final int RULES = 120;

  private static final List<String> PROGRAMS =
      List.of(
          "awk",
          "base64",
          "bash",
          "cat",
          "chattr",
          "chmod",
          "chown",
          "cp",
          "crontab",
          "curl",
          "dd",
          "env",
          "find",
          "grep",
          "hostname",
          "iptables",
          "kill",
          "ls",
          "mkdir",
          "mount",
          "nc",
          "nohup",
          "perl",
          "pkill",
          "python3",
          "rm",
          "rpm",
          "scp",
          "sed",
          "socat",
          "ssh",
          "sudo",
          "systemctl",
          "tar",
          "touch",
          "uname",
          "useradd",
          "vim",
          "wget",
          "xargs");

  private static final List<String> TEXTS =
      List.of(
          " -c ",
          " -e ",
          " -rf ",
          " -o ",
          "/etc/passwd",
          "/etc/shadow",
          "/etc/sudoers",
          "/tmp/",
          "/dev/shm/",
          "/var/log/",
          "/root/",
          ".ssh/",
          ".bash_history",
          "http://",
          "https://",
          "/bin/sh",
          "import socket",
          "exec",
          "history",
          "stop ",
          "disable ",
          "firewalld",
          "+x",
          "777",
          "authorized_keys",
          "--password",
          "ld.so.preload",
          "id_rsa",
          "tcp:",
          "/dev/tcp/",
          "base64",
          "docker",
          "kubectl",
          "token",
          "crontab",
          "nologin",
          "mkfifo",
          "pty.spawn");

  private static final Pattern LITERAL = Pattern.compile("'[^']*'");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");

  /**
   * @param programs of which one runs
   * @param texts in its command line
   * @param all whether all of them are
   * @param excused the parent that excuses; empty: none
   */
  private record Rule(List<String> programs, List<String> texts, boolean all, String excused) {
    String sigma(int number) {
      return """
      title: Generated %d
      id: 00000000-0000-0000-0000-%012d
      status: test
      author: generated
      logsource: {product: linux, category: process_creation}
      detection:
        selection:
          Image|endswith: %s
          CommandLine|contains%s: %s
        excused:
          ParentImage|endswith: '/%s'
        condition: selection%s
      level: medium
      """
          .formatted(
              number,
              number,
              quoted(programs, "/"),
              all ? "|all" : "",
              quoted(texts, ""),
              excused.isEmpty() ? "none" : excused,
              excused.isEmpty() ? "" : " and not excused");
    }

    /** As it would be written without knowing the language. */
    String plain() {
      String match =
          "(%s) && (%s)"
              .formatted(
                  each(programs, " || ", "process.binary.lowerAscii().endsWith('/%s')"),
                  each(
                      texts,
                      all ? " && " : " || ",
                      "(process.name + ' ' + process.arguments).lowerAscii().contains('%s')"));
      return excused.isEmpty()
          ? match
          : match + " && !parent.binary.lowerAscii().endsWith('/%s')".formatted(excused);
    }

    private static String quoted(List<String> texts, String before) {
      return texts.stream()
          .map(text -> "'" + before + text + "'")
          .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String each(List<String> texts, String between, String test) {
      return texts.stream().map(test::formatted).collect(Collectors.joining(between));
    }
  }

  private ImportedVariety() {}

  /**
   * @param plain written without the importer, for comparison
   */
  static List<Policy> of(int count, boolean plain) {
    List<Rule> rules = rules();
    List<Policy> imported = imported(rules);
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Policy original = imported.get(i % RULES);
      String match = plain ? rules.get(i % RULES).plain() : original.match();
      policies.add(named(original, i, varied(match, i / RULES)));
    }
    return policies;
  }

  /** The same as manifests, in the system namespace. */
  public static List<ObjectNode> manifests(int count) {
    List<ObjectNode> imported = converted(rules());
    List<ObjectNode> policies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode policy = imported.get(i % RULES).deepCopy();
      policy
          .withObject("/metadata")
          .put("name", "imported-" + i)
          .put("namespace", ShippedInput.SYSTEM_NAMESPACE);
      ObjectNode spec = policy.withObject("/spec");
      spec.put("match", varied(spec.path("match").asText(), i / RULES));
      policies.add(policy);
    }
    return policies;
  }

  private static List<Rule> rules() {
    Random random = new Random(1);
    return IntStream.range(0, RULES)
        .mapToObj(
            i ->
                new Rule(
                    some(PROGRAMS, 1 + random.nextInt(3), random),
                    some(TEXTS, 1 + random.nextInt(random.nextInt(8) == 0 ? 25 : 6), random),
                    random.nextInt(3) == 0,
                    random.nextInt(8) == 0 ? "sshd" : ""))
        .toList();
  }

  private static List<String> some(List<String> all, int count, Random random) {
    return random.ints(0, all.size()).distinct().limit(count).mapToObj(all::get).toList();
  }

  private static List<ObjectNode> converted(List<Rule> rules) {
    List<RuleFile> files =
        IntStream.range(0, rules.size())
            .mapToObj(
                i -> new RuleFile(Path.of("rule-%03d.yml".formatted(i)), rules.get(i).sigma(i)))
            .toList();
    ImportedRules converted =
        SigmaImport.of(
            files,
            new ImportOptions(Map.of(), "", false, "none"),
            new Linter("tocsin-system", Clock.systemUTC()));
    if (!converted.isComplete()) {
      throw new IllegalStateException("a generated rule was not converted");
    }
    return converted.objects().stream()
        .filter(object -> object.path("kind").asText().equals("DetectionPolicy"))
        .toList();
  }

  private static List<Policy> imported(List<Rule> rules) {
    try {
      Path file = Files.createTempFile("imported", ".yaml");
      try {
        Files.writeString(file, PolicyYaml.list(converted(rules)));
        return ShippedInput.policies(file).stream().map(each -> each.policy()).toList();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One letter of each word is another one. */
  private static String varied(String expression, int copy) {
    return LITERAL
        .matcher(expression)
        .replaceAll(literal -> WORD.matcher(literal.group()).replaceAll(word -> word(word, copy)));
  }

  private static String word(MatchResult found, int copy) {
    StringBuilder word = new StringBuilder(found.group());
    if (copy > 0) {
      int at = copy * 7 % word.length();
      char first = Character.isLowerCase(word.charAt(at)) ? 'a' : 'A';
      word.setCharAt(at, (char) (first + (word.charAt(at) - first + copy) % 26));
    }
    return word.toString();
  }

  private static Policy named(Policy policy, int number, String match) {
    PolicyId id = policy.id();
    return PolicyBuilder.of(policy)
        .id(new PolicyId(id.namespace(), "imported-" + number, id.uid() + number, id.generation()))
        .match(match)
        .build();
  }
}
