package dev.tocsin.language.function;

import com.google.common.collect.ImmutableList;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.tocsin.language.text.HashedList;
import dev.tocsin.language.text.TextBudget;
import dev.tocsin.language.text.Weight;
import java.util.List;

/**
 * A function that is charged to the {@link TextBudget} for what it reads.
 *
 * @param searches whether it looks for its second argument at each place of its first
 * @param takes whether it takes one value out of a list, which cel-java walks through before
 * @param writes whether it is charged for its result too: not when it sees to that itself
 */
public record ChargedFunction(
    CelFunctionOverload function, boolean searches, boolean takes, boolean writes) {
  /** The same function with a charge. */
  @SuppressWarnings("Immutable") // a function of the runtime is, and flags are
  public static CelFunctionBinding of(CelFunctionBinding binding, boolean writes) {
    String overload = binding.getOverloadId();
    ChargedFunction charged =
        new ChargedFunction(
            binding.getDefinition(),
            searches(overload),
            overload.startsWith("index_"),
            writes && !overload.startsWith("index_"));
    ImmutableList<Class<?>> types = binding.getArgTypes();
    // the runtime takes functions of one and of two arguments in these forms only
    return switch (types.size()) {
      case 1 -> CelFunctionBinding.from(overload, types.get(0), charged::call);
      case 2 ->
          CelFunctionBinding.from(
              overload, types.get(0), types.get(1), (a, b) -> charged.call(a, b));
      default -> CelFunctionBinding.from(overload, types, charged::call);
    };
  }

  private static boolean searches(String overload) {
    return overload.equals("contains_string")
        || overload.startsWith("string_index_of")
        || overload.startsWith("string_last_index_of");
  }

  private Object call(Object... arguments) throws CelEvaluationException {
    long read = 0;
    for (Object argument : arguments) {
      read += weight(argument);
    }
    if (read > 0) {
      TextBudget.search(read, searches ? Weight.of(arguments[1]) : 0);
    }
    Object result = function.apply(arguments);
    if (writes) {
      written(result);
    }
    return result;
  }

  private long weight(Object argument) {
    if (argument instanceof HashedList) {
      return 1; // looked up in a set, or asked for its size
    }
    if (takes) {
      return argument instanceof List<?> list ? list.size() : 0;
    }
    return Weight.of(argument);
  }

  private static void written(Object result) {
    long written = Weight.of(result);
    if (written > 0) {
      TextBudget.write(written);
    }
    if (result instanceof List<?> list) {
      TextBudget.writeValues(list.size());
    }
  }
}
