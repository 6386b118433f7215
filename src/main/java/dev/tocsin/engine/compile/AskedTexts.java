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
  private final EventKind kind;
  private final Map<String, CheckedExpression> variables;

  /** Reports a question how it is always answered; null when that depends on the event. */
  private final Function<ExpressionNode, @Nullable Boolean> decided;

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
      Function<ExpressionNode, @Nullable Boolean> decided) {
    this.kind = kind;
    this.variables = variables;
    this.decided = decided;
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

  /** Absent for what is no text, or none of which anything is known. */
  @Nullable Asked of(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant -> {
        String text = constant.text();
        yield text == null ? null : new KnownText(text);
      }
      case ExpressionNode.Name name -> {
        Element element = elements.get(name.name());
        yield element == null ? null : element.text();
      }
      case ExpressionNode.Field field -> ofField(field);
      case ExpressionNode.Choice choice -> {
        Boolean answer = decided.apply(choice.condition());
        yield answer == null ? null : of(answer ? choice.then() : choice.otherwise());
      }
      case ExpressionNode.Call call -> ofCall(call);
      default -> null;
    };
  }

  /** The text, when it is the same for all events. */
  @Nullable String constant(ExpressionNode node) {
    return of(node) instanceof KnownText known ? known.value() : null;
  }

  private @Nullable Asked ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "lowerAscii" -> {
        Asked target = call.target().map(this::of).orElse(null);
        yield target == null ? null : target.inSmallLetters();
      }
      case "find" -> {
        Asked target = call.target().map(this::of).orElse(null);
        yield target == null ? null : target.found();
      }
      case "_+_" -> {
        String first = constant(call.arguments().get(0));
        String second = constant(call.arguments().get(1));
        yield first == null || second == null ? null : new KnownText(first + second);
      }
      case "string" -> of(call.arguments().getFirst());
      default -> null;
    };
  }

  private @Nullable Asked ofField(ExpressionNode.Field node) {
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
    IndexedField field = field(path);
    if (field != null) {
      return isNumber(path)
          ? null
          : field.isAbsentFrom(kind)
              ? new KnownText(field.absent())
              : new AskedText(field, false, false);
    }
    CheckedExpression variable = variable(node);
    return variable == null ? null : of(variable.tree());
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
