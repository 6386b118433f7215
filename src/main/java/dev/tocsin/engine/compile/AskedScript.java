package dev.tocsin.engine.compile;

import dev.tocsin.command.ProgramNames;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;

/**
 * The file whose text a program runs: empty, unless the program has the name of something that runs
 * texts or the file is the program itself.
 *
 * @param program the path of it
 */
record AskedScript(AskedText program) implements Asked {
  static final AskedScript WHOLE =
      new AskedScript(new AskedText(IndexedField.COMMAND_PATH, false, false));

  private static final IndexCondition RUNNER =
      IndexCondition.of(IndexedField.COMMAND_NAME, ProgramNames.RUNNING_TEXT);

  @Override
  public Sides isOneOf(Collection<String> values) {
    return values.contains("") ? Sides.UNKNOWN : sides(program.isOneOf(values));
  }

  @Override
  public Sides question(ExpressionNode.TextTest.Test test, String constant) {
    return KnownText.NOTHING.question(test, constant).isAlwaysFalse()
        ? sides(program.question(test, constant))
        : Sides.UNKNOWN;
  }

  private static Sides sides(Sides ofProgram) {
    return Sides.notWithout(ofProgram.holds().or(RUNNER));
  }

  @Override
  public AskedScript inSmallLetters() {
    return new AskedScript(program.inSmallLetters());
  }

  @Override
  public AskedScript found() {
    return new AskedScript(program.found());
  }
}
