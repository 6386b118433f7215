package dev.tocsin.language;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.tocsin.language.function.FunctionLibrary;
import dev.tocsin.language.function.ImageFunctions;
import dev.tocsin.language.function.ListFunctions;
import dev.tocsin.language.function.NetworkFunctions;
import dev.tocsin.language.function.RegexFunctions;
import dev.tocsin.language.function.StringFunctions;
import dev.tocsin.language.function.TextListFunctions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the expressions of one policy may say: the variables and functions of the language, and the
 * policy's own lists and variables. Immutable, thread safe.
 */
public final class Environment {
  /** The longest expression, in code points. */
  public static final int MAX_LENGTH = 16_384;

  /** The variable that only messages have: how many matches led to the finding. */
  static final String COUNT = "count";

  public static final String LISTS = "lists";
  public static final String VARIABLES = "variables";
  static final String LISTS_TYPE = "tocsin.Lists";
  static final String VARIABLES_TYPE = "tocsin.Variables";

  static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseExpressionNodeCount(10_000)
          .maxParseRecursionDepth(100)
          .comprehensionMaxIterations(Interpreter.MAX_ITERATIONS)
          .build();

  /** The functions that are declared here, and not by cel-java. */
  static final ImmutableList<FunctionLibrary> LIBRARIES =
      ImmutableList.of(
          StringFunctions.library(),
          TextListFunctions.library(),
          NetworkFunctions.library(),
          ListFunctions.library(),
          ImageFunctions.library(),
          RegexFunctions.library(),
          CommandFunctions.library());

  private static final ImmutableMap<String, StructType> TYPES =
      EventSchema.TYPES.stream()
          .collect(toImmutableMap(schema -> schema.type().name(), StructSchema::type));

  private static final CelCompiler BASE = base();
  private static final TypeChecker CHECKER = new TypeChecker(BASE, variables(false));
  private static final TypeChecker COUNTING_CHECKER = new TypeChecker(BASE, variables(true));
  private static final Environment STANDARD =
      new Environment(ImmutableMap.of(), ImmutableMap.of(), false);

  private final ImmutableMap<String, CelType> lists;
  private final ImmutableMap<String, CelType> variables;
  private final boolean count;
  private final Types types;

  private Environment(
      ImmutableMap<String, CelType> lists, ImmutableMap<String, CelType> variables, boolean count) {
    this.lists = lists;
    this.variables = variables;
    this.count = count;
    this.types = new Types(List.of(struct(LISTS_TYPE, lists), struct(VARIABLES_TYPE, variables)));
  }

  /** The environment without any list or variable of a policy. */
  public static Environment standard() {
    return STANDARD;
  }

  /** Whether every expression has a variable of this name, which a comprehension may hide. */
  public static boolean hasVariable(String name) {
    return name.equals(LISTS)
        || name.equals(VARIABLES)
        || name.equals(COUNT)
        || EventSchema.VARIABLES.containsKey(name);
  }

  public Environment withLists(Collection<String> names) {
    if (names.isEmpty() && lists.isEmpty()) {
      return this;
    }
    ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
    names.forEach(name -> types.put(name, ListType.create(SimpleType.STRING)));
    return new Environment(types.buildKeepingLast(), variables, count);
  }

  /** With {@code variables.NAME}, typed as the expression is. */
  public Environment withVariable(String name, CheckedExpression expression) {
    return withVariable(name, expression.type());
  }

  /** With {@code variables.NAME} of any type: stands in for a variable that did not compile. */
  public Environment withUntypedVariable(String name) {
    return withVariable(name, SimpleType.DYN);
  }

  private Environment withVariable(String name, CelType type) {
    return new Environment(
        lists,
        ImmutableMap.<String, CelType>builder()
            .putAll(variables)
            .put(name, type)
            .buildKeepingLast(),
        count);
  }

  /** With {@code count}, for messages. */
  public Environment withCount() {
    return new Environment(lists, variables, true);
  }

  /**
   * Checks a text.
   *
   * @param field where the text stands in its object, for the diagnostics
   * @param expression absent when a diagnostic is an error
   */
  public record Checked(Optional<CheckedExpression> expression, List<Diagnostic> diagnostics) {}

  /** Checks a text; all that is wrong with it is reported, not just the first. */
  public Checked check(String field, String text, ResultType wanted) {
    if (text.isBlank()) {
      return failed(field, "an expression is required");
    }
    if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
      return failed(field, "expression is longer than " + MAX_LENGTH + " characters");
    }
    CelValidationResult result = compile(text);
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (CelIssue issue : result.getAllIssues()) {
      diagnostics.add(Positions.diagnostic(field, issue));
    }
    if (!diagnostics.isEmpty()) {
      diagnostics = suggestions().improve(diagnostics, text);
    }
    if (result.hasError()) {
      return new Checked(Optional.empty(), List.copyOf(diagnostics));
    }
    CelAbstractSyntaxTree ast = ast(result);
    CheckedExpression checked = CheckedExpression.of(text, ast);
    diagnostics.addAll(Literals.check(field, checked));
    if (!wanted.accepts(ast.getResultType())) {
      diagnostics.add(
          Diagnostic.error(
              field, "must be " + wanted.wanted() + ", but is " + ast.getResultType().name()));
    }
    boolean sound = diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    return new Checked(sound ? Optional.of(checked) : Optional.empty(), List.copyOf(diagnostics));
  }

  private CelValidationResult compile(String text) {
    CelValidationResult parsed = BASE.parse(text);
    if (parsed.hasError()) {
      return parsed;
    }
    CelAbstractSyntaxTree tree = ast(parsed);
    CelAbstractSyntaxTree checked = (count ? COUNTING_CHECKER : CHECKER).check(tree, types);
    return checked == null
        ? compiler().check(tree)
        : new CelValidationResult(checked, ImmutableList.of());
  }

  private static CelAbstractSyntaxTree ast(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("an error that no issue tells of", e);
    }
  }

  /** What says what is wrong with an expression; making one takes a millisecond. */
  CelCompiler compiler() {
    var builder =
        BASE.toCompilerBuilder()
            .setTypeProvider(types)
            .addVarDeclarations(
                CelVarDecl.newVarDeclaration(LISTS, struct(LISTS_TYPE, lists)),
                CelVarDecl.newVarDeclaration(VARIABLES, struct(VARIABLES_TYPE, variables)));
    if (count) {
      builder.addVarDeclarations(CelVarDecl.newVarDeclaration(COUNT, SimpleType.INT));
    }
    return builder.build();
  }

  private Suggestions suggestions() {
    StructType listsType = struct(LISTS_TYPE, lists);
    StructType variablesType = struct(VARIABLES_TYPE, variables);
    ImmutableMap.Builder<String, CelType> names = ImmutableMap.builder();
    names.putAll(EventSchema.VARIABLES).put(LISTS, listsType).put(VARIABLES, variablesType);
    if (count) {
      names.put(COUNT, SimpleType.INT);
    }
    return new Suggestions(
        names.buildOrThrow(),
        ImmutableMap.<String, StructType>builder()
            .putAll(TYPES)
            .put(LISTS_TYPE, listsType)
            .put(VARIABLES_TYPE, variablesType)
            .buildOrThrow());
  }

  private static Checked failed(String field, String message) {
    return new Checked(
        Optional.empty(), List.of(new Diagnostic(Diagnostic.Severity.ERROR, field, 1, 1, message)));
  }

  private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(
        name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  /** Lists and variables of a policy are fields of two objects, whose types it brings along. */
  private static ImmutableMap<String, CelType> variables(boolean count) {
    ImmutableMap.Builder<String, CelType> variables = ImmutableMap.builder();
    variables
        .putAll(EventSchema.VARIABLES)
        .put(LISTS, struct(LISTS_TYPE, ImmutableMap.of()))
        .put(VARIABLES, struct(VARIABLES_TYPE, ImmutableMap.of()));
    if (count) {
      variables.put(COUNT, SimpleType.INT);
    }
    return variables.buildOrThrow();
  }

  private static CelCompiler base() {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new Types(List.of()))
            .addLibraries(
                StringFunctions.standard(), CelExtensions.comprehensions(), new Arguments())
            .addLibraries(LIBRARIES);
    EventSchema.VARIABLES.forEach(
        (name, type) -> builder.addVarDeclarations(CelVarDecl.newVarDeclaration(name, type)));
    return builder.build();
  }

  /** The struct types that the checker resolves fields against. */
  private record Types(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
    Types(List<StructType> own) {
      this(all(own));
    }

    private static ImmutableMap<String, CelType> all(List<StructType> own) {
      ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
      EventSchema.TYPES.forEach(schema -> types.put(schema.type().name(), schema.type()));
      own.forEach(type -> types.put(type.name(), type));
      return types.buildOrThrow();
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return byName.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }
}
