package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelParserBuilder;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.tocsin.event.Argument;
import dev.tocsin.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a traced function. {@code args} is the list of their values; {@code
 * arg('label')} is the value of the one with that label, null when the event has none. A function
 * cannot see the event, so {@code arg} is a macro that hands a hidden variable to one.
 */
final class Arguments implements CelCompilerLibrary, CelRuntimeLibrary {
  /** The hidden variable: label to value. */
  static final String BY_LABEL = "@argumentsByLabel";

  static final String LOOK_UP = "@argument";
  private static final String OVERLOAD = "argument_by_label";
  private static final MapType LABELLED = MapType.create(SimpleType.STRING, SimpleType.DYN);

  @Override
  public void setParserOptions(CelParserBuilder parser) {
    parser.addMacros(
        CelMacro.newGlobalMacro(
            "arg",
            1,
            (factory, target, arguments) ->
                Optional.of(
                    factory.newGlobalCall(
                        LOOK_UP, factory.newIdentifier(BY_LABEL), arguments.get(0)))));
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder checker) {
    checker.addVarDeclarations(CelVarDecl.newVarDeclaration(BY_LABEL, LABELLED));
    checker.addFunctionDeclarations(
        CelFunctionDecl.newFunctionDeclaration(
            LOOK_UP,
            CelOverloadDecl.newGlobalOverload(
                OVERLOAD, SimpleType.DYN, ImmutableList.of(LABELLED, SimpleType.STRING))));
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    runtime.addFunctionBindings(
        CelFunctionBinding.from(
            OVERLOAD,
            Map.class,
            String.class,
            (labelled, label) -> {
              Object value = labelled.get(label);
              return value == null ? NullValue.NULL_VALUE : value;
            }));
  }

  static Map<String, Object> byLabel(Event event) {
    Map<String, Object> values = new HashMap<>();
    for (Argument argument : event.arguments()) {
      if (!argument.label().isEmpty()) {
        values.putIfAbsent(argument.label(), ArgumentSchema.value(argument));
      }
    }
    return values;
  }
}
