package dev.tocsin.language.ast;

import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of a checked expression. A reader that switches over it has an answer for each form. */
public sealed interface ExpressionNode {
  Site site();

  /** The nodes right below, in the order of the text. */
  List<ExpressionNode> operands();

  /** A text, number, bool, ... that is written out: as cel-java has its value. */
  record Constant(Site site, Object value) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of();
    }
  }

  /** A variable, the variable of a loop, or a type. */
  record Name(Site site, String name) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of();
    }
  }

  /** {@code object.name}. */
  record Field(Site site, ExpressionNode object, String name) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(object);
    }
  }

  /** {@code has(object.name)}. */
  record Has(Site site, ExpressionNode object, String name) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(object);
    }
  }

  record And(Site site, ExpressionNode left, ExpressionNode right) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(left, right);
    }
  }

  record Or(Site site, ExpressionNode left, ExpressionNode right) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(left, right);
    }
  }

  record Not(Site site, ExpressionNode operand) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(operand);
    }
  }

  /** {@code condition ? then : otherwise}. */
  record Choice(Site site, ExpressionNode condition, ExpressionNode then, ExpressionNode otherwise)
      implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(condition, then, otherwise);
    }
  }

  /** {@code left == right} and so on. */
  record Compare(Site site, Sign sign, ExpressionNode left, ExpressionNode right)
      implements ExpressionNode {
    /** How the operands are compared. */
    public enum Sign {
      EQUAL("=="),
      NOT_EQUAL("!="),
      LESS("<"),
      LESS_OR_EQUAL("<="),
      GREATER(">"),
      GREATER_OR_EQUAL(">=");

      private final String text;

      Sign(String text) {
        this.text = text;
      }

      public String text() {
        return text;
      }
    }

    /** Whether it is {@code ==} or {@code !=}. */
    public boolean isEquality() {
      return sign == Sign.EQUAL || sign == Sign.NOT_EQUAL;
    }

    @Override
    public List<ExpressionNode> operands() {
      return List.of(left, right);
    }
  }

  /** {@code element in container}. */
  record Member(Site site, ExpressionNode element, ExpressionNode container)
      implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(element, container);
    }
  }

  /** {@code text.startsWith(part)} and so on; the text may turn out to be none. */
  record TextTest(Site site, Test test, ExpressionNode subject, ExpressionNode part)
      implements ExpressionNode {
    /** What is asked of the text. */
    public enum Test {
      STARTS_WITH("startsWith"),
      ENDS_WITH("endsWith"),
      CONTAINS("contains"),
      MATCHES("matches");

      private final String function;

      Test(String function) {
        this.function = function;
      }

      public String function() {
        return function;
      }

      static Optional<Test> of(String function) {
        return Stream.of(values()).filter(test -> test.function.equals(function)).findFirst();
      }
    }

    @Override
    public List<ExpressionNode> operands() {
      return List.of(subject, part);
    }
  }

  /** {@code container[key]}. */
  record Index(Site site, ExpressionNode container, ExpressionNode key) implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return List.of(container, key);
    }
  }

  /**
   * Any other function or operator.
   *
   * @param function cel-java's name: {@code size}, {@code _+_}
   * @param target of {@code target.function(...)}
   */
  record Call(
      Site site, String function, Optional<ExpressionNode> target, List<ExpressionNode> arguments)
      implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return ImmutableList.<ExpressionNode>builder()
          .addAll(target.stream().iterator())
          .addAll(arguments)
          .build();
    }
  }

  /**
   * {@code [elements]}.
   *
   * @param optional whether some elements may be left out of it
   */
  record ListOf(Site site, List<ExpressionNode> elements, boolean optional)
      implements ExpressionNode {
    @Override
    public List<ExpressionNode> operands() {
      return elements;
    }
  }

  /** <code>{key: value}</code>. */
  record MapOf(Site site, List<Entry> entries) implements ExpressionNode {
    /** One of its entries. */
    public record Entry(ExpressionNode key, ExpressionNode value) {}

    @Override
    public List<ExpressionNode> operands() {
      return entries.stream().flatMap(entry -> Stream.of(entry.key(), entry.value())).toList();
    }
  }

  /**
   * What a macro over a list or map became: {@code exists}, {@code map}, ... The accumulator begins
   * with {@code start}; while {@code condition} holds it becomes {@code step} for each element.
   *
   * @param second the second variable; {@code ""} where there is only one
   */
  record Loop(
      Site site,
      ExpressionNode range,
      String variable,
      String second,
      String accumulator,
      ExpressionNode start,
      ExpressionNode condition,
      ExpressionNode step,
      ExpressionNode result)
      implements ExpressionNode {
    /** Empty when it is neither {@code exists} nor {@code all}. */
    public Optional<Quantifier> quantifier() {
      if (!second.isEmpty()
          || !(start instanceof Constant constant)
          || !(constant.value() instanceof Boolean)) {
        return Optional.empty();
      }
      return switch (step) {
        case Or or when isAccumulator(or.left()) -> Optional.of(new Quantifier(or.right(), true));
        case And and when isAccumulator(and.left()) ->
            Optional.of(new Quantifier(and.right(), false));
        default -> Optional.empty();
      };
    }

    private boolean isAccumulator(ExpressionNode node) {
      return node instanceof Name name && name.name().equals(accumulator);
    }

    @Override
    public List<ExpressionNode> operands() {
      return List.of(range, start, condition, step, result);
    }
  }

  /** An object that is made: no expression that passes has one. */
  record Made(Site site, List<ExpressionNode> operands) implements ExpressionNode {}

  /** All nodes below and this one, each after those below it. */
  default Stream<ExpressionNode> all() {
    List<ExpressionNode> nodes = new ArrayList<>();
    collect(this, nodes);
    return nodes.stream();
  }

  private static void collect(ExpressionNode node, List<ExpressionNode> nodes) {
    node.operands().forEach(operand -> collect(operand, nodes));
    nodes.add(node);
  }

  default boolean is(CelType type) {
    return type.equals(site().type());
  }

  default boolean isOf(CelKind kind) {
    CelType type = site().type();
    return type != null && type.kind() == kind;
  }

  /** {@code tocsin.Process}; {@code ""} where the checker has none. */
  default String typeName() {
    CelType type = site().type();
    return type == null ? "" : type.name();
  }

  /** The text that is written out; null for all else. */
  default @Nullable String text() {
    return this instanceof Constant constant && constant.value() instanceof String text
        ? text
        : null;
  }

  /** The int that is written out; null for all else. */
  default @Nullable Long number() {
    return this instanceof Constant constant && constant.value() instanceof Long number
        ? number
        : null;
  }

  /**
   * What is written out in a list, one by one; null for all else, and where an element is no such
   * constant.
   *
   * @param constant null for what is none
   */
  default <V> @Nullable List<V> constants(Function<ExpressionNode, @Nullable V> constant) {
    if (!(this instanceof ListOf list) || list.optional()) {
      return null;
    }
    List<V> values = new ArrayList<>();
    for (ExpressionNode element : list.elements()) {
      V value = constant.apply(element);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  default boolean isName(String name) {
    return this instanceof Name own && own.name().equals(name);
  }

  /** {@code NAME} of {@code variables.NAME}, when that is the variable; null for all else. */
  default @Nullable String fieldOf(String variable) {
    return this instanceof Field field && field.object().isName(variable) ? field.name() : null;
  }
}
