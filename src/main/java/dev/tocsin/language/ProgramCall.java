package dev.tocsin.language;

import dev.tocsin.command.Command;
import dev.tocsin.command.CommandPatterns;
import dev.tocsin.command.Options;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call of one of the functions of programs, evaluated without the interpreter: {@code
 * process.program.hasOption('-k')}.
 *
 * @param argument the only one
 */
record ProgramCall(
    Function<EventContext, Command> program, ExpressionNode argument, Operands operands) {
  /** Empty when the target is no program that can be read so. */
  static Optional<ProgramCall> of(ExpressionNode.Call call, Nodes nodes, Operands operands) {
    return call.target()
        .flatMap(target -> nodes.object(target, CommandSchema.PROGRAM))
        .map(program -> new ProgramCall(program, call.arguments().getFirst(), operands));
  }

  Predicate hasOption() {
    TextExpression option = option();
    return context -> options(context).has(option.text(context));
  }

  /** The value of the option; {@code ""} when it has none, or is not there. */
  TextExpression optionValue() {
    TextExpression option = option();
    return context -> {
      String value = options(context).value(option.text(context));
      return value == null ? "" : value;
    };
  }

  ListOperand<String> optionValues() {
    TextExpression option = option();
    return ListOperand.ofTexts(context -> options(context).values(option.text(context)));
  }

  /** Empty when the patterns are not known beforehand. */
  Optional<Predicate> isAnyOf() {
    return Optional.ofNullable(operands.constants(argument))
        .map(CommandPatterns::of)
        .map(
            patterns ->
                context -> {
                  Charge.steps(CommandFunctions.SEARCH);
                  return patterns.match(program.apply(context));
                });
  }

  private TextExpression option() {
    return operands.text(argument).text();
  }

  private Options options(EventContext context) throws EvaluationException {
    Options options = program.apply(context).options();
    Charge.steps(CommandFunctions.SEARCH + options.size());
    return options;
  }
}
