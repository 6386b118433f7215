package dev.tocsin.language;

import com.google.common.collect.ImmutableListMultimap;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.InternalCelFunctionBinding;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.tocsin.language.function.ChargedFunction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Functions of cel-java that read texts or lists, with a charge for it. */
final class ChargedFunctions implements CelRuntimeLibrary {
  /** Those of the standard whose time depends on the size of what they are given. */
  static final Set<StandardFunction> STANDARD =
      Set.copyOf(
          EnumSet.complementOf(
              EnumSet.of(
                  StandardFunction.LOGICAL_NOT,
                  StandardFunction.NOT_STRICTLY_FALSE,
                  StandardFunction.ADD,
                  StandardFunction.SUBTRACT,
                  StandardFunction.MULTIPLY,
                  StandardFunction.DIVIDE,
                  StandardFunction.MODULO,
                  StandardFunction.NEGATE,
                  StandardFunction.DYN,
                  StandardFunction.MATCHES)));

  private final List<CelFunctionBinding> bindings;

  private ChargedFunctions(Iterable<CelFunctionBinding> bindings) {
    ImmutableListMultimap.Builder<String, CelFunctionBinding> overloads =
        ImmutableListMultimap.builder();
    for (CelFunctionBinding binding : bindings) {
      String function = ((InternalCelFunctionBinding) binding).getFunctionName();
      if (!binding.getOverloadId().equals(function)) { // else what chooses among them
        overloads.put(function, ChargedFunction.of(binding, true));
      }
    }
    this.bindings = new ArrayList<>();
    overloads
        .build()
        .asMap()
        .forEach(
            (function, all) ->
                this.bindings.addAll(CelFunctionBinding.fromOverloads(function, all)));
  }

  /** Of {@link #STANDARD}. */
  static ChargedFunctions standard() {
    return new ChargedFunctions(
        CelStandardFunctions.newBuilder()
            .includeFunctions(STANDARD)
            .build()
            .newFunctionBindings(
                RuntimeEquality.create(RuntimeHelpers.create(), Environment.OPTIONS),
                Environment.OPTIONS));
  }

  /** All of an extension. */
  static ChargedFunctions of(CelRuntimeLibrary extension) {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    extension.setRuntimeOptions(collector(bindings));
    return new ChargedFunctions(bindings);
  }

  /** A builder that only takes bindings: cel-java shows those of an extension to nothing else. */
  private static CelRuntimeBuilder collector(List<CelFunctionBinding> bindings) {
    return (CelRuntimeBuilder)
        Proxy.newProxyInstance(
            ChargedFunctions.class.getClassLoader(),
            new Class<?>[] {CelRuntimeBuilder.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("addFunctionBindings")) {
                throw new UnsupportedOperationException(method.getName());
              }
              if (arguments[0] instanceof Iterable<?> all) {
                all.forEach(each -> bindings.add((CelFunctionBinding) each));
              } else {
                bindings.addAll(List.of((CelFunctionBinding[]) arguments[0]));
              }
              return proxy;
            });
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    runtime.addFunctionBindings(bindings);
  }
}
