package dev.tocsin.language.function;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions for checker and runtime alike: each overload is declared and bound in one place. */
public final class FunctionLibrary implements CelCompilerLibrary, CelRuntimeLibrary {
  private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  public <A> FunctionLibrary global(
      String name,
      String overload,
      CelType result,
      CelType argument,
      Class<A> type,
      CelFunctionOverload.Unary<A> body) {
    declare(name, CelOverloadDecl.newGlobalOverload(overload, result, argument));
    bindings.add(CelFunctionBinding.from(overload, type, body));
    return this;
  }

  public <A> FunctionLibrary member(
      String name,
      String overload,
      CelType result,
      CelType target,
      Class<A> type,
      CelFunctionOverload.Unary<A> body) {
    declare(name, CelOverloadDecl.newMemberOverload(overload, result, target));
    bindings.add(CelFunctionBinding.from(overload, type, body));
    return this;
  }

  public <A, B> FunctionLibrary member(
      String name,
      String overload,
      CelType result,
      CelType target,
      Class<A> targetClass,
      CelType argument,
      Class<B> argumentClass,
      CelFunctionOverload.Binary<A, B> body) {
    declare(name, CelOverloadDecl.newMemberOverload(overload, result, target, argument));
    bindings.add(CelFunctionBinding.from(overload, targetClass, argumentClass, body));
    return this;
  }

  /** A member of more than one argument; {@code types} begins with the class of the target. */
  public FunctionLibrary member(
      String name,
      String overload,
      CelType result,
      List<CelType> target,
      List<Class<?>> types,
      CelFunctionOverload body) {
    declare(name, CelOverloadDecl.newMemberOverload(overload, result, target));
    bindings.add(CelFunctionBinding.from(overload, types, body));
    return this;
  }

  /**
   * What runs when the checker could not decide between the overloads of a name, because an
   * argument is dynamic.
   */
  public <A> FunctionLibrary dynamic(
      String name, Class<A> type, CelFunctionOverload.Unary<A> body) {
    bindings.add(CelFunctionBinding.from(name, type, body));
    return this;
  }

  /** The same for two arguments. */
  public <A, B> FunctionLibrary dynamic(
      String name, Class<A> first, Class<B> second, CelFunctionOverload.Binary<A, B> body) {
    bindings.add(CelFunctionBinding.from(name, first, second, body));
    return this;
  }

  /** Of the functions that are declared. */
  public Set<String> names() {
    return overloads.keySet();
  }

  private void declare(String name, CelOverloadDecl overload) {
    overloads.computeIfAbsent(name, key -> new ArrayList<>()).add(overload);
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder checker) {
    overloads.forEach(
        (name, list) ->
            checker.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(name, list)));
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    for (CelFunctionBinding binding : bindings) {
      runtime.addFunctionBindings(ChargedFunction.of(binding, false));
    }
  }
}
