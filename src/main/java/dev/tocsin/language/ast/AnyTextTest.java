package dev.tocsin.language.ast;

import com.google.common.base.Ascii;
import dev.tocsin.language.ast.ExpressionNode.TextTest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * {@code TEXT.containsAny(LIST)}, {@code startsWithAny} and {@code endsWithAny}: one question of a
 * text for each of a list.
 *
 * @param test what is asked of the text
 * @param text what it is asked of
 * @param list of what
 * @param ignoreCase of ASCII letters
 */
public record AnyTextTest(
    TextTest.Test test, ExpressionNode text, ExpressionNode list, boolean ignoreCase) {

  /** Empty for any other call, and where it is an expression whether case is ignored. */
  public static Optional<AnyTextTest> of(ExpressionNode.Call call) {
    TextTest.Test test =
        switch (call.function()) {
          case "containsAny" -> TextTest.Test.CONTAINS;
          case "startsWithAny" -> TextTest.Test.STARTS_WITH;
          case "endsWithAny" -> TextTest.Test.ENDS_WITH;
          default -> null;
        };
    List<ExpressionNode> arguments = call.arguments();
    if (test == null || call.target().isEmpty()) {
      return Optional.empty();
    }
    if (arguments.size() == 1) {
      return Optional.of(new AnyTextTest(test, call.target().get(), arguments.getFirst(), false));
    }
    return arguments.getLast() instanceof ExpressionNode.Constant constant
            && constant.value() instanceof Boolean ignoreCase
        ? Optional.of(new AnyTextTest(test, call.target().get(), arguments.getFirst(), ignoreCase))
        : Optional.empty();
  }

  /** The texts as they are compared. */
  public List<String> compared(Collection<String> texts) {
    return ignoreCase ? texts.stream().map(Ascii::toLowerCase).toList() : List.copyOf(texts);
  }

  /** What is compared with them: the text, in small letters where case is ignored. */
  public ExpressionNode subject() {
    return ignoreCase
        ? new ExpressionNode.Call(text.site(), "lowerAscii", Optional.of(text), List.of())
        : text;
  }

  /** As it would be written without a list: one test for each text. */
  public List<ExpressionNode> tests(Collection<String> texts) {
    ExpressionNode subject = subject();
    return compared(texts).stream()
        .<ExpressionNode>map(
            each ->
                new TextTest(
                    text.site(), test, subject, new ExpressionNode.Constant(text.site(), each)))
        .toList();
  }
}
