package dev.tocsin.lint.logic;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Site;
import dev.tocsin.record.Components;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions so that two which say the same in the same words read the same: variables and
 * lists are put in. What grows beyond the bound is written no further, and then {@link #isWhole}
 * says so.
 */
final class Writing {
  private static final int MAX_NODES = 20_000;
  private static final Map<String, String> ARITHMETIC =
      Map.of("_+_", "+", "_-_", "-", "_*_", "*", "_/_", "/", "_%_", "%");

  private final Bindings names;
  private int nodes;

  Writing(Bindings names) {
    this.names = names;
  }

  boolean isWhole() {
    return nodes <= MAX_NODES;
  }

  String of(ExpressionNode node) {
    nodes++;
    if (!isWhole()) {
      return "...";
    }
    return switch (node) {
      case ExpressionNode.Constant constant -> constant(constant.value());
      case ExpressionNode.Name name -> name.name();
      case ExpressionNode.Field field -> field(field);
      case ExpressionNode.Has has -> "has(" + of(has.object()) + "." + has.name() + ")";
      case ExpressionNode.And and -> infix(and.left(), "&&", and.right());
      case ExpressionNode.Or or -> infix(or.left(), "||", or.right());
      case ExpressionNode.Not not -> "!" + of(not.operand());
      case ExpressionNode.Choice choice ->
          "("
              + of(choice.condition())
              + " ? "
              + of(choice.then())
              + " : "
              + of(choice.otherwise())
              + ")";
      case ExpressionNode.Compare compare ->
          infix(compare.left(), compare.sign().text(), compare.right());
      case ExpressionNode.Member member -> infix(member.element(), "in", member.container());
      case ExpressionNode.TextTest test ->
          of(test.subject()) + "." + test.test().function() + "(" + of(test.part()) + ")";
      case ExpressionNode.Index index -> of(index.container()) + "[" + of(index.key()) + "]";
      case ExpressionNode.Call call -> call(call);
      case ExpressionNode.ListOf list -> "[" + all(list.elements()) + "]";
      case ExpressionNode.MapOf map ->
          map.entries().stream()
              .map(entry -> of(entry.key()) + ": " + of(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case ExpressionNode.Loop loop -> loop(loop);
      default -> parts((Record) node);
    };
  }

  /** Of a form that has no text of its own here: all that it is made of, so that none is missed. */
  private String parts(Record node) {
    return Components.values(node).stream()
        .filter(part -> !(part instanceof Site))
        .map(this::part)
        .collect(Collectors.joining(", ", node.getClass().getSimpleName() + "(", ")"));
  }

  private String part(Object part) {
    return switch (part) {
      case ExpressionNode node -> of(node);
      case Record record -> parts(record);
      case List<?> several ->
          several.stream().map(this::part).collect(Collectors.joining(", ", "[", "]"));
      default -> constant(part);
    };
  }

  private String all(List<ExpressionNode> expressions) {
    return expressions.stream().map(this::of).collect(Collectors.joining(", "));
  }

  private String infix(ExpressionNode left, String operator, ExpressionNode right) {
    return "(" + of(left) + " " + operator + " " + of(right) + ")";
  }

  private String field(ExpressionNode.Field field) {
    String defined = defined(field);
    return defined == null ? of(field.object()) + "." + field.name() : defined;
  }

  /** What {@code variables.NAME} and {@code lists.NAME} stand for; null for any other field. */
  private @Nullable String defined(ExpressionNode.Field field) {
    if (field.object().isName(Environment.VARIABLES)) {
      CheckedExpression variable = names.variables().get(field.name());
      return variable == null ? null : of(variable.tree());
    }
    if (!field.object().isName(Environment.LISTS)) {
      return null;
    }
    List<String> values = names.lists().get(field.name());
    return values == null
        ? names.followed().get(field.name())
        : values.stream()
            .sorted()
            .distinct()
            .map(Writing::quoted)
            .collect(Collectors.joining(", ", "[", "]"));
  }

  private String call(ExpressionNode.Call call) {
    List<ExpressionNode> arguments = call.arguments();
    if (call.target().isPresent()) {
      return of(call.target().get()) + "." + call.function() + "(" + all(arguments) + ")";
    }
    String operator = ARITHMETIC.get(call.function());
    if (operator != null && arguments.size() == 2) {
      return infix(arguments.get(0), operator, arguments.get(1));
    }
    return switch (call.function()) {
      case "-_" -> "-" + of(arguments.getFirst());
      case "@argument" -> "arg(" + of(arguments.get(1)) + ")";
      default -> call.function() + "(" + all(arguments) + ")";
    };
  }

  private String loop(ExpressionNode.Loop loop) {
    return Stream.of(loop.start(), loop.condition(), loop.step(), loop.result())
        .map(this::of)
        .collect(
            Collectors.joining(
                "; ",
                of(loop.range()) + ".each(" + loop.variable() + " " + loop.second() + ": ",
                ")"));
  }

  private static String constant(Object value) {
    return switch (value) {
      case UnsignedLong number -> number + "u";
      case CelByteString bytes -> "b'" + HexFormat.of().formatHex(bytes.toByteArray()) + "'";
      case NullValue absent -> "null";
      default -> value(value);
    };
  }

  /** A value as an expression would have it. */
  static String value(Object value) {
    return value instanceof String text ? quoted(text) : String.valueOf(value);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
