package dev.tocsin.language;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Optional;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.checker.CelIdentDecl;
import dev.cel.checker.Env;
import dev.cel.checker.ExprChecker;
import dev.cel.checker.TypeProvider;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelContainer;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSource;
import dev.cel.common.internal.EnvVisitable;
import dev.cel.common.internal.EnvVisitor;
import dev.cel.common.internal.Errors;
import dev.cel.common.types.CelProtoTypes;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.common.types.TypeType;
import dev.cel.compiler.CelCompiler;
import dev.cel.expr.Decl;
import dev.cel.expr.Type;
import dev.cel.parser.CelMacro;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The type check of cel-java with its declarations kept: cel-java itself declares all functions of
 * the language for each expression, which takes several times as long as the check. It gives the
 * same tree for what is right; what is wrong is left to cel-java to describe. Thread safe.
 */
final class TypeChecker {
  /** As many are kept as threads are likely to check at a time. */
  private static final int KEPT = 8;

  private static final CelContainer CONTAINER = CelContainer.ofName("");

  private final ImmutableList<CelFunctionDecl> functions;
  private final ImmutableList<CelIdentDecl> constants;
  private final ImmutableList<CelIdentDecl> variables;
  private final Queue<Declarations> kept = new ArrayBlockingQueue<>(KEPT);

  /**
   * @param compiler that has declared the functions
   * @param variables instead of those of the compiler that have the same names
   */
  TypeChecker(CelCompiler compiler, ImmutableMap<String, CelType> variables) {
    ImmutableList.Builder<CelFunctionDecl> functions = ImmutableList.builder();
    ImmutableList.Builder<CelIdentDecl> constants = ImmutableList.builder();
    ((EnvVisitable) compiler)
        .accept(
            new EnvVisitor() {
              @Override
              public void visitDecl(String name, List<Decl> declarations) {
                for (Decl each : declarations) {
                  if (each.hasFunction()) {
                    functions.add(function(name, each.getFunction()));
                  } else if (!variables.containsKey(name)) {
                    CelType type = CelProtoTypes.typeToCelType(each.getIdent().getType());
                    constants.add(CelIdentDecl.newIdentDeclaration(name, type));
                  }
                }
              }

              @Override
              public void visitMacro(CelMacro macro) {} // the parser's
            });
    this.functions = functions.build();
    this.constants = constants.build();
    this.variables =
        variables.entrySet().stream()
            .map(each -> CelIdentDecl.newIdentDeclaration(each.getKey(), each.getValue()))
            .collect(toImmutableList());
  }

  private static CelFunctionDecl function(String name, Decl.FunctionDecl function) {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        function.getOverloadsList().stream().map(CelOverloadDecl::overloadToCelOverload).toList());
  }

  /**
   * @param types in which the fields of its objects are looked up
   * @return null where it is not well typed
   */
  @Nullable CelAbstractSyntaxTree check(CelAbstractSyntaxTree parsed, CelTypeProvider types) {
    Declarations declarations = kept.poll();
    if (declarations == null) {
      declarations = new Declarations();
    }
    CelAbstractSyntaxTree checked = declarations.check(parsed, types);
    if (checked != null) {
      kept.offer(declarations); // one with an error would report it again
    }
    return checked;
  }

  /** For one expression at a time. */
  private final class Declarations {
    private final Errors errors = new Errors("", "");
    private final Fields fields = new Fields();
    private final Env env = Env.unconfigured(errors, fields, Environment.OPTIONS);

    Declarations() {
      functions.forEach(env::add);
      constants.forEach(env::add);
      env.enterScope(); // as cel-java has it: what is deeper is local to an expression
      variables.forEach(env::add);
      if (errors.getErrorCount() > 0) {
        throw new IllegalStateException(errors.getAllErrorsAsString());
      }
    }

    @Nullable CelAbstractSyntaxTree check(CelAbstractSyntaxTree parsed, CelTypeProvider types) {
      CelSource source = parsed.getSource();
      errors.enterContext(source.getDescription(), source.getContent().toString());
      fields.types = types;
      CelAbstractSyntaxTree checked =
          ExprChecker.typecheck(env, CONTAINER, parsed, Optional.absent());
      env.resetTypeAndRefMaps(); // the tree has its own
      errors.exitContext();
      return errors.getErrorCount() == 0 ? checked : null;
    }
  }

  /** What the checker asks about the types of objects. */
  private static final class Fields implements TypeProvider {
    private @Nullable CelTypeProvider types;

    private java.util.Optional<CelType> type(String name) {
      return types == null ? java.util.Optional.empty() : types.findType(name);
    }

    @Override
    public java.util.Optional<CelType> lookupCelType(String name) {
      return type(name).map(TypeType::create);
    }

    @Override
    public @Nullable Type lookupType(String name) {
      return lookupCelType(name).map(CelProtoTypes::celTypeToType).orElse(null);
    }

    @Override
    public @Nullable FieldType lookupFieldType(CelType type, String field) {
      return type(type.name())
          .filter(StructType.class::isInstance)
          .flatMap(found -> ((StructType) found).findField(field))
          .map(found -> FieldType.of(CelProtoTypes.celTypeToType(found.type())))
          .orElse(null);
    }

    @Override
    public @Nullable FieldType lookupFieldType(Type type, String field) {
      return lookupFieldType(CelProtoTypes.typeToCelType(type), field);
    }

    @Override
    public @Nullable Integer lookupEnumValue(String name) {
      return null; // the language has none
    }
  }
}
