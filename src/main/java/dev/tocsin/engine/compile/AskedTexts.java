package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.EventPart;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which texts the expressions of a policy ask of events of one kind. */
final class AskedTexts {
  /** A text that may be more texts than these is not followed. */
  private static final int MOST_CHOICES = 16;

  private final EventKind kind;
  private final Map<String, CheckedExpression> variables;

  /** What is known of a condition. */
  private final Function<ExpressionNode, Sides> conditions;

  /** By name, those of the variables that have been followed. */
  private final Map<String, Asked> ofVariables = new HashMap<>();

  /** The names of elements where the expression is being read. */
  private final Map<String, Element> elements = new HashMap<>();

  /**
   * What a name stands for in a comprehension.
   *
   * @param text null: any of the programs of a process
   */
  private record Element(@Nullable Asked text) {}

  AskedTexts(
      EventKind kind,
      Map<String, CheckedExpression> variables,
      Function<ExpressionNode, Sides> conditions) {
    this.kind = kind;
    this.variables = variables;
    this.conditions = conditions;
  }

  /** Reads something in which a name stands for one of all programs. */
  <T> T withProgram(String name, Supplier<T> reading) {
    return with(name, new Element(null), reading);
  }

  /** Reads something in which a name stands for a text. */
  <T> T withText(String name, Asked text, Supplier<T> reading) {
    return with(name, new Element(text), reading);
  }

  private <T> T with(String name, Element element, Supplier<T> reading) {
    Element outer = elements.put(name, element);
    T read = reading.get();
    if (outer == null) {
      elements.remove(name);
    } else {
      elements.put(name, outer);
    }
    return read;
  }

  /** Also of what is no text: nothing is known of that. */
  Asked of(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant -> {
        String text = constant.text();
        yield text == null ? UnknownText.INSTANCE : new KnownText(text);
      }
      case ExpressionNode.Name name -> {
        Element element = elements.get(name.name());
        yield element == null || element.text() == null ? UnknownText.INSTANCE : element.text();
      }
      case ExpressionNode.Field field -> ofField(field);
      case ExpressionNode.Choice choice -> ofChoice(choice);
      case ExpressionNode.Call call -> ofCall(call);
      default -> UnknownText.INSTANCE;
    };
  }

  private Asked ofChoice(ExpressionNode.Choice choice) {
    Sides condition = conditions.apply(choice.condition());
    if (condition.isAlwaysTrue()) {
      return of(choice.then());
    }
    Asked otherwise = of(choice.otherwise());
    if (condition.isAlwaysFalse()) {
      return otherwise;
    }
    Asked then = of(choice.then());
    return AskedChoice.size(then) + AskedChoice.size(otherwise) > MOST_CHOICES
        ? UnknownText.INSTANCE
        : new AskedChoice(condition, then, otherwise);
  }

  /** The text, when it is the same for all events. */
  @Nullable String constant(ExpressionNode node) {
    return of(node) instanceof KnownText known ? known.value() : null;
  }

  private Asked ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "lowerAscii" -> target(call).inSmallLetters();
      case "find" -> target(call).found();
      case "_+_" -> {
        String first = constant(call.arguments().get(0));
        String second = constant(call.arguments().get(1));
        yield first == null || second == null
            ? UnknownText.INSTANCE
            : new KnownText(first + second);
      }
      case "string" -> of(call.arguments().getFirst());
      case "optionValue" -> isOptionOfProgram(call) ? AskedText.ARGUMENT : UnknownText.INSTANCE;
      case "join" -> joinsArguments(call) ? AskedText.ARGUMENT : UnknownText.INSTANCE;
      default -> UnknownText.INSTANCE;
    };
  }

  private boolean isOptionOfProgram(ExpressionNode.Call call) {
    return AskedProgram.isProgram(call.target().map(this::path).orElse(""))
        && constant(call.arguments().getFirst()) != null;
  }

  private boolean joinsArguments(ExpressionNode.Call call) {
    return AskedProgram.isArguments(call.target().map(this::path).orElse(""))
        && call.arguments().size() == 1
        && " ".equals(constant(call.arguments().getFirst()));
  }

  private Asked target(ExpressionNode.Call call) {
    return call.target().map(this::of).orElse(UnknownText.INSTANCE);
  }

  private Asked ofField(ExpressionNode.Field node) {
    String path = path(node);
    if (path.equals("event.kind")) {
      return new KnownText(kind.apiName());
    }
    if (path.startsWith("file.") && !kind.carries(EventPart.FILE)) {
      return KnownText.NOTHING;
    }
    if (AskedProgram.isScript(path)) {
      return AskedScript.WHOLE;
    }
    if (AskedProgram.isCode(path)) {
      return AskedText.ARGUMENT;
    }
    IndexedField field = field(path);
    if (field != null) {
      return isNumber(path)
          ? UnknownText.INSTANCE
          : field.isAbsentFrom(kind)
              ? new KnownText(field.absent())
              : new AskedText(field, false, false);
    }
    CheckedExpression variable = variable(node);
    return variable == null ? UnknownText.INSTANCE : ofVariable(node.name(), variable);
  }

  /** Once however often it is used: variables that use others twice are soon without number. */
  private Asked ofVariable(String name, CheckedExpression variable) {
    Asked known = ofVariables.get(name);
    if (known == null) {
      known = of(variable.tree());
      ofVariables.put(name, known);
    }
    return known;
  }

  /** The field of the index that has what a path leads to; null when there is none. */
  static @Nullable IndexedField field(String path) {
    String indexed = AskedProgram.indexed(path);
    for (IndexedField field : IndexedField.values()) {
      if (field.words().equals(indexed)) {
        return field;
      }
    }
    return null;
  }

  static boolean isNumber(String path) {
    return path.equals(IndexedField.DESTINATION_PORT.words());
  }

  @Nullable CheckedExpression variable(ExpressionNode.Field field) {
    String name = field.fieldOf(Environment.VARIABLES);
    return name == null ? null : variables.get(name);
  }

  /** {@code process.name}, also by way of a variable; {@code ""} for anything but such a path. */
  String path(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name -> isProgram(name.name()) ? AskedProgram.ANY : "";
      case ExpressionNode.Field field -> {
        CheckedExpression variable = variable(field);
        if (variable != null) {
          yield path(variable.tree());
        }
        String owner =
            field.object() instanceof ExpressionNode.Name name
                ? ident(name.name())
                : path(field.object());
        yield owner.isEmpty() ? "" : owner + "." + field.name();
      }
      default -> "";
    };
  }

  private String ident(String name) {
    return isProgram(name) ? AskedProgram.ANY : elements.containsKey(name) ? "" : name;
  }

  private boolean isProgram(String name) {
    Element element = elements.get(name);
    return element != null && element.text() == null;
  }
}
