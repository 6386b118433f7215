package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/** The variables of the loops around a node. */
record LoopScope(ImmutableMap<String, LoopVariable<?>> variables) {
  static final LoopScope NONE = new LoopScope(ImmutableMap.of());

  LoopScope with(String name, LoopVariable<?> variable) {
    return new LoopScope(
        ImmutableMap.<String, LoopVariable<?>>builder()
            .putAll(variables)
            .put(name, variable)
            .buildKeepingLast());
  }

  boolean isEmpty() {
    return variables.isEmpty();
  }

  @Nullable LoopVariable<?> variable(String name) {
    return variables.get(name);
  }

  /** The value of one of them as cel-java has it; null for another name. */
  @Nullable Object value(String name, EventContext context) {
    LoopVariable<?> variable = variables.get(name);
    return variable == null ? null : variable.value(context);
  }
}
