package dev.tocsin.importer.falco;

import dev.tocsin.importer.Folding;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.falco.FalcoExpression.Both;
import dev.tocsin.importer.falco.FalcoExpression.Called;
import dev.tocsin.importer.falco.FalcoExpression.Check;
import dev.tocsin.importer.falco.FalcoExpression.Either;
import dev.tocsin.importer.falco.FalcoExpression.Negated;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a condition asks of the events of one type. */
final class FalcoMeaning {
  /** A type that no rule names. */
  static final String OTHER_TYPE = "any other";

  private static final int DEEPEST = 50;
  private static final Set<String> TYPES = Set.of("evt.type", "syscall.type");

  private final FalcoDefinitions definitions;
  private final int line;
  private final Folding folding = new Folding();

  /**
   * @param line of the condition, for errors
   */
  FalcoMeaning(FalcoDefinitions definitions, int line) {
    this.definitions = definitions;
    this.line = line;
  }

  /** The condition without macros. */
  FalcoExpression read(String condition) throws NotConvertibleException {
    return resolved(FalcoParser.parse(definitions.withLists(condition, line), line), 0);
  }

  private FalcoExpression resolved(FalcoExpression expression, int depth)
      throws NotConvertibleException {
    if (depth > DEEPEST) {
      throw new NotConvertibleException(line, "a macro that holds itself");
    }
    return switch (expression) {
      case Either either -> new Either(resolved(either.parts(), depth));
      case Both both -> new Both(resolved(both.parts(), depth));
      case Negated negated -> new Negated(resolved(negated.part(), depth));
      case Check check -> check;
      case Called called -> {
        FalcoDefinitions.Defined macro =
            definitions
                .macro(called.macro())
                .orElseThrow(
                    () ->
                        new NotConvertibleException(
                            line, "condition: there is no macro '" + called.macro() + "'"));
        yield resolved(
            FalcoParser.parse(definitions.withLists(macro.map().text("condition"), line), line),
            depth + 1);
      }
    };
  }

  private List<FalcoExpression> resolved(List<FalcoExpression> parts, int depth)
      throws NotConvertibleException {
    List<FalcoExpression> resolved = new ArrayList<>();
    for (FalcoExpression each : parts) {
      resolved.add(resolved(each, depth));
    }
    return resolved;
  }

  /** All event types that a condition names. */
  static Set<String> types(FalcoExpression expression) {
    Set<String> types = new LinkedHashSet<>();
    collect(expression, types);
    return types;
  }

  private static void collect(FalcoExpression expression, Set<String> types) {
    switch (expression) {
      case Either either -> either.parts().forEach(each -> collect(each, types));
      case Both both -> both.parts().forEach(each -> collect(each, types));
      case Negated negated -> collect(negated.part(), types);
      case Check check -> {
        if (TYPES.contains(check.subject().field())) {
          types.addAll(check.values());
        }
      }
      case Called called -> {}
    }
  }

  /** Whether a condition can hold for events of a type, whatever their fields are. */
  boolean canHold(FalcoExpression expression, String type) throws NotConvertibleException {
    return !asked(expression, type, check -> new Holds("unknown")).equals(RuleCondition.FALSE);
  }

  /** What it asks of events of a type, folded. */
  RuleCondition of(FalcoExpression expression, String type, FalcoChecks checks)
      throws NotConvertibleException {
    return asked(expression, type, checks::of);
  }

  /** What was left out because it can never be. */
  List<String> notes() {
    return folding.notes();
  }

  /** What a comparison asks. */
  private interface Asking {
    RuleCondition of(Check check) throws NotConvertibleException;
  }

  private RuleCondition asked(FalcoExpression expression, String type, Asking asking)
      throws NotConvertibleException {
    return folding.fold(
        switch (expression) {
          case Both both -> joined(both.parts(), type, asking, false);
          case Either either -> joined(either.parts(), type, asking, true);
          case Negated negated -> RuleCondition.not(asked(negated.part(), type, asking));
          case Check check ->
              TYPES.contains(check.subject().field())
                  ? ofType(check, type)
                  : isPlaceholder(check) ? ofNumber(check) : asking.of(check);
          case Called called ->
              throw new IllegalStateException("a macro that was not resolved: " + called);
        });
  }

  /**
   * What is not convertible does not matter beside what decides: false among what must all hold,
   * true among what may.
   */
  private RuleCondition joined(
      List<FalcoExpression> parts, String type, Asking asking, boolean decisive)
      throws NotConvertibleException {
    List<RuleCondition> conditions = new ArrayList<>();
    @Nullable NotConvertibleException refusal = null;
    for (FalcoExpression each : parts) {
      try {
        RuleCondition condition = asked(each, type, asking);
        if (condition.equals(new Always(decisive))) {
          return condition;
        }
        conditions.add(condition);
      } catch (NotConvertibleException e) {
        refusal = refusal == null ? e : refusal;
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    return decisive ? RuleCondition.any(conditions) : RuleCondition.all(conditions);
  }

  private RuleCondition ofType(Check check, String type) throws NotConvertibleException {
    boolean among = check.values().contains(type);
    return switch (check.operator()) {
      case "=", "in" -> new Always(among);
      case "!=" -> new Always(!among);
      default ->
          throw new NotConvertibleException(
              line, check.subject() + ": operator '" + check.operator() + "' is not supported");
    };
  }

  /** {@code evt.num=0} is never and {@code evt.num>=0} always so. */
  private static boolean isPlaceholder(Check check) {
    return check.subject().field().equals("evt.num");
  }

  private RuleCondition ofNumber(Check check) throws NotConvertibleException {
    return switch (check.operator() + check.values().getFirst()) {
      case "=0" -> RuleCondition.FALSE;
      case ">=0", ">0", "!=0" -> RuleCondition.TRUE;
      default ->
          throw new NotConvertibleException(line, "field evt.num is not in Tetragon's events");
    };
  }
}
