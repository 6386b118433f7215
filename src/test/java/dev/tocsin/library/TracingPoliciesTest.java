package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped tracing policies have the form that Tetragon takes, by the rules that they need: no
 * agent is asked here. What Tetragon accepts and then does not do is a mistake too.
 */
class TracingPoliciesTest {
  private static final int SELECTORS = 5;
  private static final int ARGUMENTS = 5;
  private static final int PLAIN_VALUES = 4;
  private static final int PATH_VALUES = 8;
  private static final int LONGEST_POSTFIX = 127;
  private static final int LONGEST_PREFIX = 256;

  private static final Set<String> NUMBERS =
      Set.of("int", "int32", "uint32", "int64", "uint64", "size_t");
  private static final Set<String> NUMBER_OPERATORS =
      Set.of("Equal", "NotEqual", "GT", "LT", "Mask", "InMap", "NotInMap");

  /** Texts and paths. Equal over a dentry makes the agent refuse the policy. */
  private static final Map<String, Set<String>> TEXT_OPERATORS =
      Map.of(
          "string", Set.of("Equal", "NotEqual", "Prefix", "NotPrefix", "Postfix", "NotPostfix"),
          "file", Set.of("Equal", "NotEqual", "Prefix", "NotPrefix", "Postfix", "NotPostfix"),
          "path", Set.of("Equal", "NotEqual", "Prefix", "NotPrefix", "Postfix", "NotPostfix"),
          "linux_binprm",
              Set.of("Equal", "NotEqual", "Prefix", "NotPrefix", "Postfix", "NotPostfix"),
          "dentry", Set.of("Prefix", "Postfix"));

  private static final Set<String> SOCK_OPERATORS =
      Set.of(
          "SAddr",
          "NotSAddr",
          "DAddr",
          "NotDAddr",
          "SPort",
          "NotSPort",
          "DPort",
          "NotDPort",
          "Protocol",
          "Family",
          "State");

  private static final Set<String> NAMESPACES =
      Set.of(
          "Uts",
          "Ipc",
          "Mnt",
          "Pid",
          "PidForChildren",
          "Net",
          "Cgroup",
          "User",
          "Time",
          "TimeForChildren");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("config/tracing"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void hasTheFormThatTetragonTakes(Path file) throws IOException {
    JsonNode policy = new YAMLMapper().readTree(file.toFile());

    assertThat(policy.path("apiVersion").asText()).isEqualTo("cilium.io/v1alpha1");
    assertThat(policy.path("kind").asText()).isEqualTo("TracingPolicy");
    assertThat(file).hasFileName(policy.at("/metadata/name").asText() + ".yaml");
    assertThat(mistakes(policy.path("spec"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {call: f, syscall: false, arg: []}                                              | unknown field arg
          {call: sys_mount}                                                               | syscall is to be said
          {call: sys_mount, syscall: false}                                               | syscall must be true
          {call: f, syscall: true}                                                        | syscall must be false
          {call: f, syscall: false, return: true}                                         | return and returnArg
          {call: f, syscall: false, args: [{index: 0, type: fd}]}                         | type fd drops events
          {call: f, syscall: false, args: [{index: 0, type: text}]}                       | unknown type text
          {call: f, syscall: false, args: [{index: 0, type: uint16}], selectors: [{matchArgs: [{index: 0, operator: Mask, values: ["1"]}]}]} | operator Mask over uint16
          {call: f, syscall: false, args: [{index: 0, type: dentry}], selectors: [{matchArgs: [{index: 0, operator: Equal, values: ["/x"]}]}]} | operator Equal over dentry
          {call: f, syscall: false, args: [{index: 0, type: int}], selectors: [{matchArgs: [{index: 1, operator: Equal, values: ["1"]}]}]} | index 1 is no argument
          {call: f, syscall: false, args: [{index: 0, type: int}], selectors: [{matchArgs: [{index: 0, operator: Equal, values: ["1", "2", "3", "4", "5"]}]}]} | 5 values
          {call: f, syscall: false, args: [{index: 0, type: int}, {index: 0, type: file}], selectors: [{matchArgs: [{index: 0, operator: Equal, values: ["1"]}]}]} | index 0 is several arguments
          {call: f, syscall: false, args: [{index: 0, type: int}], selectors: [{matchArgs: [{args: [1], operator: Equal, values: ["1"]}]}]} | args [1] is no argument
          {call: f, syscall: false, args: [{index: 0, type: int}, {index: 1, type: int}, {index: 2, type: int}, {index: 3, type: int}, {index: 4, type: int}, {index: 5, type: int}]} | 6 arguments
          {call: f, syscall: false, args: [{index: 0, type: int}], selectors: [{matchArgs: [{index: 0, operator: Equal, values: [1]}]}]} | values are texts
          {call: f, syscall: false, selectors: [{matchNamespaces: [{namespace: Mount, operator: NotIn, values: [host_ns]}]}]} | namespace Mount
          {call: f, syscall: false, selectors: [{}, {}, {}, {}, {}, {}]}                  | 6 selectors
          """)
  void theCheckFindsAMistake(String kprobe, String mistake) throws IOException {
    JsonNode spec = new YAMLMapper().readTree("kprobes: [" + kprobe + "]");

    assertThat(mistakes(spec)).singleElement().asString().contains(mistake);
  }

  @Test
  void anUnknownHookIsAMistake() throws IOException {
    assertThat(mistakes(new YAMLMapper().readTree("kprobe: []")))
        .containsExactly("unknown field kprobe");
  }

  private static List<String> mistakes(JsonNode spec) {
    List<String> mistakes = new ArrayList<>();
    fields(spec, Set.of("kprobes", "lsmhooks"), mistakes);
    spec.path("kprobes").forEach(kprobe -> kprobe(kprobe, mistakes));
    spec.path("lsmhooks")
        .forEach(
            hook -> {
              fields(hook, Set.of("hook", "message", "args", "selectors"), mistakes);
              argumentsAndSelectors(hook, mistakes);
            });
    return mistakes;
  }

  private static void kprobe(JsonNode kprobe, List<String> mistakes) {
    fields(
        kprobe,
        Set.of("call", "syscall", "ignore", "return", "message", "args", "returnArg", "selectors"),
        mistakes);
    boolean isSyscall = kprobe.path("call").asText().startsWith("sys_");
    if (!kprobe.path("syscall").isBoolean()) {
      mistakes.add("syscall is to be said: it is true by default");
    } else if (kprobe.path("syscall").asBoolean() != isSyscall) {
      mistakes.add("syscall must be " + isSyscall);
    }
    if (kprobe.path("return").asBoolean() != kprobe.has("returnArg")) {
      mistakes.add("return and returnArg go together");
    }
    argumentsAndSelectors(kprobe, mistakes);
  }

  private static void argumentsAndSelectors(JsonNode hook, List<String> mistakes) {
    List<JsonNode> arguments = new ArrayList<>();
    if (hook.path("args").size() > ARGUMENTS) {
      mistakes.add(hook.path("args").size() + " arguments, at most " + ARGUMENTS);
    }
    for (JsonNode argument : hook.path("args")) {
      fields(argument, Set.of("index", "type", "resolve", "label"), mistakes);
      String type = argument.path("type").asText();
      arguments.add(argument);
      if (type.equals("fd")) {
        mistakes.add("type fd drops events whose file no other hook has followed");
      } else if (!NUMBERS.contains(type)
          && !TEXT_OPERATORS.containsKey(type)
          && !type.equals("uint16")
          && !type.equals("sock")) {
        mistakes.add("unknown type " + type);
      }
    }
    int selectors = hook.path("selectors").size();
    if (selectors > SELECTORS) {
      mistakes.add(selectors + " selectors, at most " + SELECTORS);
    }
    for (JsonNode selector : hook.path("selectors")) {
      fields(selector, Set.of("matchArgs", "matchNamespaces"), mistakes);
      selector.path("matchArgs").forEach(match -> matchArgument(match, arguments, mistakes));
      selector.path("matchNamespaces").forEach(match -> matchNamespace(match, mistakes));
    }
  }

  private static void matchArgument(
      JsonNode match, List<JsonNode> arguments, List<String> mistakes) {
    fields(match, Set.of("index", "args", "operator", "values"), mistakes);
    Optional<String> found = typeOf(match, arguments, mistakes);
    if (found.isEmpty()) {
      return;
    }
    String type = found.get();
    String operator = match.path("operator").asText();
    boolean known =
        NUMBERS.contains(type)
            ? NUMBER_OPERATORS.contains(operator)
            : type.equals("sock")
                ? SOCK_OPERATORS.contains(operator)
                : TEXT_OPERATORS.getOrDefault(type, Set.of()).contains(operator);
    if (!known) {
      mistakes.add("operator " + operator + " over " + type);
      return;
    }
    int most = TEXT_OPERATORS.containsKey(type) ? PATH_VALUES : PLAIN_VALUES;
    if (match.path("values").isEmpty() || match.path("values").size() > most) {
      mistakes.add(match.path("values").size() + " values, at most " + most);
    }
    for (JsonNode value : match.path("values")) {
      if (!value.isTextual()) {
        mistakes.add("values are texts");
      } else if (NUMBERS.contains(type) && !value.asText().matches("-?\\d+")) {
        mistakes.add(value + " is no number");
      } else if (value.asText().length()
          > (operator.endsWith("Prefix") ? LONGEST_PREFIX : LONGEST_POSTFIX)) {
        mistakes.add(value + " is too long");
      }
    }
  }

  /** By {@code args} it is the position in the list; {@code index} is the function's own. */
  private static Optional<String> typeOf(
      JsonNode match, List<JsonNode> arguments, List<String> mistakes) {
    if (match.has("args")) {
      int position = match.path("args").path(0).asInt(-1);
      if (match.path("args").size() == 1 && position >= 0 && position < arguments.size()) {
        return Optional.of(arguments.get(position).path("type").asText());
      }
      mistakes.add("args " + match.path("args") + " is no argument");
      return Optional.empty();
    }
    int index = match.path("index").asInt(-1);
    List<String> types =
        arguments.stream()
            .filter(argument -> argument.path("index").asInt(-1) == index)
            .map(argument -> argument.path("type").asText())
            .toList();
    if (types.size() == 1) {
      return Optional.of(types.getFirst());
    }
    mistakes.add(
        types.isEmpty()
            ? "index " + index + " is no argument"
            : "index " + index + " is several arguments: say args");
    return Optional.empty();
  }

  private static void matchNamespace(JsonNode match, List<String> mistakes) {
    fields(match, Set.of("namespace", "operator", "values"), mistakes);
    if (!NAMESPACES.contains(match.path("namespace").asText())) {
      mistakes.add("namespace " + match.path("namespace").asText());
    }
    if (!Set.of("In", "NotIn").contains(match.path("operator").asText())) {
      mistakes.add("operator " + match.path("operator").asText() + " over a namespace");
    }
    for (JsonNode value : match.path("values")) {
      if (!value.asText().matches("host_ns|\\d+")) {
        mistakes.add(value + " is no namespace");
      }
    }
  }

  private static void fields(JsonNode object, Set<String> known, List<String> mistakes) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                mistakes.add("unknown field " + name);
              }
            });
  }
}
