package dev.tocsin.language;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.tocsin.language.text.TextBudget;
import java.util.List;

/** {@code +} for strings, bytes and lists, on a {@link TextBudget}, instead of cel-java's. */
final class Concatenation implements CelRuntimeLibrary {
  /** What to leave out of the standard functions. */
  static final ImmutableSet<AddOverload> REPLACED =
      ImmutableSet.of(AddOverload.ADD_STRING, AddOverload.ADD_BYTES, AddOverload.ADD_LIST);

  /** The runtime looks at each value of a list again for each one that a loop adds to it. */
  private static final int STEPS_TO_CONVERT = 32;

  @Override
  @SuppressWarnings("unchecked") // the checker has seen to the elements
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    runtime.addFunctionBindings(
        CelFunctionBinding.fromOverloads(
            "_+_",
            CelFunctionBinding.from(
                "add_string",
                String.class,
                String.class,
                (first, second) -> {
                  TextBudget.write((long) first.length() + second.length());
                  return first + second;
                }),
            CelFunctionBinding.from(
                "add_bytes",
                CelByteString.class,
                CelByteString.class,
                (first, second) -> {
                  TextBudget.write((long) first.size() + second.size());
                  return first.concat(second);
                }),
            CelFunctionBinding.from(
                "add_list",
                List.class,
                List.class,
                (first, second) -> {
                  TextBudget.charge((long) STEPS_TO_CONVERT * first.size());
                  TextBudget.writeValues(second.size());
                  return RuntimeHelpers.concat((List<Object>) first, (List<Object>) second);
                })));
  }
}
