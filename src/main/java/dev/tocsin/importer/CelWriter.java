package dev.tocsin.importer;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.re2j.Pattern;
import dev.tocsin.importer.RuleCondition.AllOf;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.RuleCondition.AnyOf;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.InNetwork;
import dev.tocsin.importer.RuleCondition.NotSo;
import dev.tocsin.importer.RuleCondition.NumberIs;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.SameText;
import dev.tocsin.importer.RuleCondition.SomeOf;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a condition as an expression of a policy. What is too long for one expression goes into
 * {@link #variables}, in the order in which they must stand.
 */
public final class CelWriter {
  /** Well below what an expression may have, in characters. */
  private static final int LONGEST = 12_000;

  private static final int WIDTH = 110;

  /** Binds from weakest to strongest. */
  private enum Binding {
    OR,
    AND,
    UNARY
  }

  private final Map<String, String> variables = new LinkedHashMap<>();

  /** Name and expression. */
  public Map<String, String> variables() {
    return variables;
  }

  /** On one line, whatever its length. */
  public static String line(RuleCondition condition) {
    return new CelWriter().text(condition, Binding.OR, Integer.MAX_VALUE, 0);
  }

  /** On as many lines as are good to read. */
  public String write(RuleCondition condition) {
    return text(shortened(condition), Binding.OR, WIDTH, 0);
  }

  /** The condition with a variable in the place of each part that would be too long. */
  private RuleCondition shortened(RuleCondition condition) {
    if (line(condition).length() <= LONGEST) {
      return condition;
    }
    return switch (condition) {
      case AllOf all -> RuleCondition.all(chunks(all.parts(), AllOf::new));
      case AnyOf any -> RuleCondition.any(chunks(any.parts(), AnyOf::new));
      case NotSo not -> new NotSo(shortened(not.part()));
      default -> condition;
    };
  }

  private interface Joint {
    RuleCondition of(List<RuleCondition> parts);
  }

  private List<RuleCondition> chunks(List<RuleCondition> parts, Joint joint) {
    List<RuleCondition> chunks = new ArrayList<>();
    List<RuleCondition> chunk = new ArrayList<>();
    int length = 0;
    for (RuleCondition each : parts) {
      RuleCondition part = shortened(each);
      int own = line(part).length() + 4;
      if (length + own > LONGEST && !chunk.isEmpty()) {
        chunks.add(variable(joint.of(chunk)));
        chunk = new ArrayList<>();
        length = 0;
      }
      chunk.add(part);
      length += own;
    }
    chunks.add(chunks.isEmpty() ? joint.of(chunk) : variable(joint.of(chunk)));
    return chunks;
  }

  private RuleCondition variable(RuleCondition condition) {
    String name = "part" + (variables.size() + 1);
    variables.put(name, text(condition, Binding.OR, WIDTH, 0));
    return new Holds("variables." + name);
  }

  private String text(RuleCondition condition, Binding outer, int width, int indent) {
    return switch (condition) {
      case Always always -> String.valueOf(always.value());
      case AllOf all -> joined(all.parts(), " && ", Binding.AND, outer, width, indent);
      case AnyOf any -> joined(Alternatives.grouped(any), " || ", Binding.OR, outer, width, indent);
      case NotSo not ->
          not.part() instanceof TextIs is && is.relation() == Relation.EQUALS && isPlain(is)
              ? subject(is) + " != " + literal(lowered(is))
              : "!" + inBrackets(not.part(), width, indent);
      case TextIs is -> guarded(is.field(), outer, acceptsNothing(is), text(is));
      case TextMatches matches ->
          guarded(
              matches.field(),
              outer,
              Pattern.compile(matches.regex()).matcher("").find(),
              call(matches.field(), "matches", matches.regex()));
      case SameText same -> same(same, outer);
      case InNetwork in ->
          within(
              outer,
              Binding.AND,
              "isIP("
                  + in.field().expression()
                  + ") && cidr("
                  + literal(in.network())
                  + ").containsIP("
                  + in.field().expression()
                  + ")");
      case NumberIs is -> number(is, outer);
      case Holds holds -> holds.expression();
      case SomeOf some ->
          some.list()
              + ".exists("
              + some.element()
              + ", "
              + text(some.condition(), Binding.OR, width, indent)
              + ")";
    };
  }

  private String inBrackets(RuleCondition part, int width, int indent) {
    String text = text(part, Binding.UNARY, width, indent);
    return text.startsWith("(") || isCall(part) ? text : "(" + text + ")";
  }

  private static boolean isCall(RuleCondition condition) {
    return switch (condition) {
      case TextIs is -> is.relation() != Relation.EQUALS;
      case Holds holds -> holds.expression().indexOf(' ') < 0;
      case TextMatches matches -> true;
      case SomeOf some -> true;
      case Always always -> true;
      default -> false;
    };
  }

  private String joined(
      List<RuleCondition> parts,
      String operator,
      Binding own,
      Binding outer,
      int width,
      int indent) {
    if (parts.size() == 1) {
      return text(parts.getFirst(), outer, width, indent);
    }
    boolean brackets = outer.compareTo(own) > 0;
    List<String> texts = new ArrayList<>();
    int length = indent;
    for (RuleCondition each : parts) {
      String text = text(each, own == Binding.OR ? Binding.OR : Binding.UNARY, width, indent + 2);
      texts.add(text);
      length += text.length() + operator.length();
    }
    boolean broken = length > width || texts.stream().anyMatch(each -> each.indexOf('\n') >= 0);
    String joint = broken ? "\n" + " ".repeat(indent + 2) + operator.substring(1) : operator;
    String joined = String.join(joint, texts);
    return brackets ? "(" + joined + ")" : joined;
  }

  static boolean isPlain(TextIs is) {
    return !is.ignoreCase() || CharMatcher.ascii().matchesAllOf(is.text());
  }

  private static String text(TextIs is) {
    if (!isPlain(is)) {
      return call(is.field(), "matches", regex(is));
    }
    return switch (is.relation()) {
      case EQUALS -> subject(is) + " == " + literal(lowered(is));
      case STARTS_WITH -> subject(is) + ".startsWith(" + literal(lowered(is)) + ")";
      case ENDS_WITH -> subject(is) + ".endsWith(" + literal(lowered(is)) + ")";
      case CONTAINS -> subject(is) + ".contains(" + literal(lowered(is)) + ")";
    };
  }

  /** {@code lowerAscii} leaves letters that are not ASCII. */
  private static String regex(TextIs is) {
    String quoted = Pattern.quote(is.text());
    return switch (is.relation()) {
      case EQUALS -> "(?is)^" + quoted + "$";
      case STARTS_WITH -> "(?is)^" + quoted;
      case ENDS_WITH -> "(?is)" + quoted + "$";
      case CONTAINS -> "(?is)" + quoted;
    };
  }

  static String subject(TextIs is) {
    boolean letters =
        is.text().chars().anyMatch(c -> Ascii.isLowerCase((char) c) || Ascii.isUpperCase((char) c));
    return is.field().expression() + (is.ignoreCase() && letters ? ".lowerAscii()" : "");
  }

  static String lowered(TextIs is) {
    return is.ignoreCase() ? Ascii.toLowerCase(is.text()) : is.text();
  }

  /** Whether it would hold for a text that is not there. */
  static boolean acceptsNothing(TextIs is) {
    return is.text().isEmpty() && is.relation() != Relation.EQUALS;
  }

  private static String guarded(TextField field, Binding outer, boolean guard, String text) {
    return guard ? within(outer, Binding.AND, field.expression() + " != '' && " + text) : text;
  }

  private static String same(SameText same, Binding outer) {
    String lower = same.ignoreCase() ? ".lowerAscii()" : "";
    String field = same.field().expression();
    String other = same.other().expression();
    String text =
        switch (same.relation()) {
          case EQUALS -> field + lower + " == " + other + lower;
          case STARTS_WITH -> field + lower + ".startsWith(" + other + lower + ")";
          case ENDS_WITH -> field + lower + ".endsWith(" + other + lower + ")";
          case CONTAINS -> field + lower + ".contains(" + other + lower + ")";
        };
    return within(outer, Binding.AND, other + " != '' && " + text);
  }

  private static String number(NumberIs is, Binding outer) {
    String text = is.field().expression() + " " + is.operator() + " " + is.number();
    return is.field().present().isEmpty()
        ? text
        : within(outer, Binding.AND, is.field().present() + " && " + text);
  }

  private static String within(Binding outer, Binding own, String text) {
    return outer.compareTo(own) > 0 ? "(" + text + ")" : text;
  }

  private static String call(TextField field, String function, String constant) {
    return field.expression() + "." + function + "(" + literal(constant) + ")";
  }

  /** A text of CEL in single quotes. */
  public static String literal(String text) {
    StringBuilder literal = new StringBuilder("'");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> literal.append("\\\\");
                case '\'' -> literal.append("\\'");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                  if (c < ' ' || c == 0x7f) {
                    literal.append(String.format("\\u%04x", c));
                  } else {
                    literal.appendCodePoint(c);
                  }
                }
              }
            });
    return literal.append('\'').toString();
  }
}
