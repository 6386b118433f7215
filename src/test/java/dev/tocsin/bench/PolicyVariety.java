package dev.tocsin.bench;

import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.library.ShippedInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Any number of policies, made of the shipped ones: those first, in no order, then copies that look
 * for other programs, files and ports, as the next hundred policies of somebody else would. What a
 * regular expression looks for stays the same, and so does the function.
 */
final class PolicyVariety {
  private static final Path SHIPPED = Path.of("config/policies");

  /** What a field is compared with. */
  private static final Pattern COMPARED =
      Pattern.compile("(?<=\\.(?:name|binary) (?:==|!=|in) )('[^']+'|\\[[^\\]]*\\])");

  private static final Pattern PATH_END = Pattern.compile("(?<=path\\.endsWith\\()'[^']+'");
  private static final Pattern TEXT = Pattern.compile("'([^']+)'");

  private PolicyVariety() {}

  /**
   * @param onlyIndexed leaves out those that have to be evaluated for every event of a kind
   */
  static List<Policy> of(int count, boolean onlyIndexed) {
    List<Policy> shipped = new ArrayList<>();
    for (CompiledPolicy each : ShippedInput.policies(SHIPPED)) {
      if (!each.policy().isOverAlerts() && (!onlyIndexed || isIndexed(each))) {
        shipped.add(each.policy());
      }
    }
    Collections.shuffle(shipped, new Random(1));
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int copy = i / shipped.size();
      Policy original = shipped.get(i % shipped.size());
      policies.add(copy == 0 ? original : varied(original, copy));
    }
    return policies;
  }

  static CompiledPolicy compiled(Policy policy) {
    return new PolicyCompiler().compile(policy).compiled().orElseThrow();
  }

  private static boolean isIndexed(CompiledPolicy policy) {
    return policy.conditions().values().stream().noneMatch(IndexCondition::always);
  }

  private static Policy varied(Policy policy, int copy) {
    PolicyId id = policy.id();
    return PolicyBuilder.of(policy)
        .id(new PolicyId(id.namespace(), id.name() + "-" + copy, id.uid() + copy, id.generation()))
        .lists(
            policy.lists().stream()
                .map(
                    list ->
                        new Policy.NamedList(
                            list.name(),
                            list.values().stream().map(value -> value + copy).toList()))
                .toList())
        .variables(
            policy.variables().stream()
                .map(each -> new Policy.Variable(each.name(), varied(each.expression(), copy)))
                .toList())
        .match(varied(policy.match(), copy))
        .window(varied(policy.window(), copy))
        .build();
  }

  private static Policy.@Nullable Window varied(Policy.@Nullable Window window, int copy) {
    if (window == null) {
      return null;
    }
    return new Policy.Window(
        window.type(),
        window.field(),
        window.groupBy(),
        window.within(),
        window.threshold(),
        window.steps().stream()
            .map(
                step ->
                    new Policy.Window.Step(step.name(), step.events(), varied(step.match(), copy)))
            .toList());
  }

  private static String varied(String expression, int copy) {
    String names =
        COMPARED
            .matcher(expression)
            .replaceAll(compared -> TEXT.matcher(compared.group()).replaceAll("'$1" + copy + "'"));
    return PATH_END
        .matcher(names)
        .replaceAll(end -> TEXT.matcher(end.group()).replaceAll("'$1" + copy + "'"))
        .replaceAll("destinationPort == ([0-9]+)", "destinationPort == $1" + copy);
  }
}
