package dev.tocsin.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.InlineException;
import dev.tocsin.api.v1alpha1.NamedList;
import dev.tocsin.api.v1alpha1.Variable;
import dev.tocsin.api.v1alpha1.Window;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.policytest.TestFile.TestCase;
import dev.tocsin.replay.ReplayPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names excuse nobody. Whoever is in an event of a shipped test in which its policy fires (the
 * process, its parent, its ancestors) gets every name that stands in the policy or in one of its
 * lists. A name must be worth no more than any other: where the policy fires for a program whose
 * name nobody has thought of, it fires for these too.
 */
class RenamedSubjectTest {
  private static final String SYSTEM = "tocsin-system";
  private static final String NOBODY = "zz9";
  private static final Pattern TEXT = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final Pattern NAME = Pattern.compile("[/\\w.+-]*[\\w.+-]");

  /** What is excused elsewhere, by this version or by one before. */
  private static final Set<String> OFTEN_EXCUSED =
      Set.of(
          "cilium-agent",
          "containerd-shim",
          "coredns",
          "git",
          "kube-proxy",
          "kubelet",
          "passwd",
          "prometheus",
          "runc",
          "sshd",
          "tetragon");

  /** Who of an event has another name; the command gets it, and keeps its arguments. */
  private enum Who {
    PROCESS((actor, path) -> actor(actor, renamed(actor.command(), path), actor.parent())),
    PARENT((actor, path) -> actor(actor, actor.command(), parent(actor, path))),
    BOTH((actor, path) -> actor(actor, renamed(actor.command(), path), parent(actor, path))),
    ANCESTORS(
        (actor, path) ->
            new Step.Actor(
                actor.command(),
                actor.isNew(),
                actor.parent(),
                actor.ancestors().stream().map(each -> renamed(each, path)).toList(),
                actor.pod(),
                actor.container(),
                actor.host(),
                actor.node(),
                actor.execProbe(),
                actor.process()));

    private final BiFunction<Step.Actor, String, Step.Actor> rename;

    Who(BiFunction<Step.Actor, String, Step.Actor> rename) {
      this.rename = rename;
    }

    /** Those that expressions look at; nobody else's name can matter. */
    static Set<Who> readIn(String expressions) {
      Set<Who> read = EnumSet.allOf(Who.class);
      if (!expressions.contains("ancestors")) {
        read.remove(ANCESTORS);
      }
      if (!expressions.contains("parent.")) {
        read.removeAll(Set.of(PARENT, BOTH));
      }
      return read;
    }

    private static Step.Actor actor(Step.Actor actor, String command, Optional<String> parent) {
      return new Step.Actor(
          command,
          actor.isNew(),
          parent,
          actor.ancestors(),
          actor.pod(),
          actor.container(),
          actor.host(),
          actor.node(),
          actor.execProbe(),
          actor.process());
    }

    private static Optional<String> parent(Step.Actor actor, String path) {
      return Optional.of(renamed(actor.parent().orElse(path), path));
    }

    private static String renamed(String command, String path) {
      int end = command.indexOf(' ');
      return path + (end < 0 ? "" : command.substring(end));
    }
  }

  static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("config/policies"))) {
      return files.filter(TestFileReader::isTestFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void noNameIsAnExcuse(Path path) throws Exception {
    TestFile file = TestFileReader.read(path);
    Manifests manifests = Manifests.read(List.copyOf(file.manifests()), SYSTEM);
    for (var object : file.objects()) {
      manifests = manifests.with(file.path(), object);
    }
    String read = String.join("\n", expressions(manifests).toList());
    Set<String> paths = paths(manifests);
    ReplayPolicies policies = ReplayPolicies.of(manifests, SYSTEM);
    List<String> excused = new ArrayList<>();
    for (TestCase test : file.tests()) {
      for (Who who :
          test.expected().isEmpty() || isRecorded(test) ? Set.<Who>of() : Who.readIn(read)) {
        excused.addAll(excused(file, test, policies, who, paths));
      }
    }

    assertThat(excused).isEmpty();
  }

  private static boolean isRecorded(TestCase test) {
    return test.steps().stream().anyMatch(step -> step instanceof Step.Recorded);
  }

  /** On the node, who can write to /usr/bin is root there already. */
  private static boolean isOfNode(TestCase test) {
    return test.steps().stream()
        .anyMatch(step -> step instanceof Step.Happens happens && happens.actor().host());
  }

  /** Those names that keep a policy silent which fires for nobody's in the same folder. */
  private static List<String> excused(
      TestFile file, TestCase test, ReplayPolicies policies, Who who, Set<String> paths)
      throws Exception {
    List<String> excused = new ArrayList<>();
    Map<String, Set<String>> forNobody = new HashMap<>();
    for (String path : paths) {
      String folder = path.substring(0, path.lastIndexOf('/') + 1);
      if (isOfNode(test) && !folder.equals("/tmp/")) {
        continue;
      }
      if (!forNobody.containsKey(folder)) {
        forNobody.put(folder, fired(file, test, policies, who, folder + NOBODY));
      }
      Set<String> missing = new TreeSet<>(forNobody.get(folder));
      if (!missing.isEmpty()) {
        missing.removeAll(fired(file, test, policies, who, path));
      }
      if (!missing.isEmpty()) {
        excused.add(missing + " are silent when the " + who + " is " + path + ": " + test.name());
      }
    }
    return excused;
  }

  private static Set<String> fired(
      TestFile file, TestCase test, ReplayPolicies policies, Who who, String path)
      throws Exception {
    List<Step> steps =
        test.steps().stream()
            .map(step -> step instanceof Step.Happens each ? renamed(each, who, path) : step)
            .toList();
    return new CaseRun(file, new TestCase(test.name(), steps, test.expected()), policies)
        .run()
        .fired();
  }

  private static Step renamed(Step.Happens step, Who who, String path) {
    return new Step.Happens(
        step.place(),
        step.kind(),
        step.content(),
        who.rename.apply(step.actor(), path),
        step.when(),
        step.repeat(),
        step.every());
  }

  /** Where a pod can have a program of each name. */
  private static Set<String> paths(Manifests manifests) {
    Set<String> paths = new TreeSet<>();
    for (String text : texts(manifests)) {
      if (NAME.matcher(text).matches()) {
        paths.add("/tmp/" + text.substring(text.lastIndexOf('/') + 1));
        if (text.startsWith("/")) {
          paths.add(text);
        }
      }
    }
    return paths;
  }

  /** The texts in the policies and their lists. */
  private static List<String> texts(Manifests manifests) {
    List<String> texts = new ArrayList<>(OFTEN_EXCUSED);
    expressions(manifests).forEach(expression -> constants(expression, texts));
    for (Manifests.Read<DetectionPolicy> read : manifests.policies()) {
      for (NamedList list : read.object().getSpec().lists()) {
        texts.addAll(list.values());
        NamedList.ConfigMapKeyRef source = list.configMapKeyRef();
        if (source != null
            && ConfigMaps.of(manifests.configMaps()).get(new ObjectKey(SYSTEM, source.name()))
                instanceof ConfigMaps.Found found) {
          texts.addAll(
              found.data().getOrDefault(source.key(), "").lines().map(String::strip).toList());
        }
      }
    }
    return texts;
  }

  private static Stream<String> expressions(Manifests manifests) {
    return manifests.policies().stream().flatMap(read -> expressions(read.object().getSpec()));
  }

  private static Stream<String> expressions(DetectionPolicySpec spec) {
    Window window = spec.window();
    return Stream.of(
            Stream.of(spec.match()),
            spec.variables().stream().map(Variable::expression),
            spec.exceptions().stream().map(InlineException::match),
            window == null ? Stream.<String>of() : window.steps().stream().map(Window.Step::match))
        .flatMap(each -> each)
        .filter(Objects::nonNull);
  }

  private static void constants(String expression, List<String> texts) {
    Matcher text = TEXT.matcher(expression);
    while (text.find()) {
      texts.add(text.group(1) == null ? text.group(2) : text.group(1));
    }
  }
}
