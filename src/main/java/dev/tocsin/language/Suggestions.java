package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What whoever wrote an expression probably meant, for people who come from Python, SQL, Falco,
 * Splunk, or Tetragon's own messages.
 */
final class Suggestions {
  private static final Pattern UNEXPECTED = Pattern.compile("unexpected '(.+)'", Pattern.DOTALL);
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(\\w+)'");
  private static final Pattern UNDEFINED = Pattern.compile("undefined field '(\\w+)'");
  private static final Pattern OPERANDS =
      Pattern.compile("'(\\S+)' cannot be applied to (.*)", Pattern.DOTALL);
  private static final Pattern NO_FIELDS =
      Pattern.compile("type '(.+)' does not support field selection");
  private static final Pattern OWNER =
      Pattern.compile("([A-Za-z_]\\w*(?:\\[[^\\[\\]]*\\]|\\.\\w+)*)\\s*\\.\\s*$");
  private static final Pattern NOT = Pattern.compile("(?i)\\bnot\\s+\\w?$");
  private static final Pattern IN_PARENTHESIS = Pattern.compile("(?is)\\bin\\s*\\([^()]*$");
  private static final Pattern COMPARED =
      Pattern.compile("(?s).*(?:[=<>]|\\bin\\s*\\[[^\\]]*)\\s*");
  private static final Pattern QUOTED_WORD = Pattern.compile("\\w'\\w$");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  /** More names than these are not listed. */
  private static final int MOST_LISTED = 12;

  private static final String ESCAPE =
      "in a string, \\ begins an escape: write r'...', or \\\\ for each \\";
  private static final String NO_OPTIONALS =
      "there are no optionals: write 'KEY' in MAP && MAP['KEY'] == '...'; a field that is absent"
          + " reads as empty";
  private static final String LIST = "write VALUE in LIST, or LIST.exists(each, ...)";

  /** How functions are written, by name. */
  private static final ImmutableMap<String, String> FUNCTIONS =
      FunctionTable.read().stream()
          .filter(note -> Character.isLetter(note.name().charAt(0)))
          .collect(
              ImmutableMap.toImmutableMap(
                  FunctionNote::name, note -> note.signature().replaceFirst("\\), .*", ")")));

  private final Map<String, CelType> variables;
  private final Map<String, StructType> types;

  /**
   * @param variables of the environment, by name
   * @param types of the environment, by name
   */
  Suggestions(Map<String, CelType> variables, Map<String, StructType> types) {
    this.variables = variables;
    this.types = types;
  }

  /**
   * The diagnostics with what is suggested in their messages. Of what a parser says behind its
   * first error, only what is known to be a mistake of its own stays: the rest is the same mistake
   * again.
   *
   * @param text the whole expression
   */
  List<Diagnostic> improve(List<Diagnostic> diagnostics, String text) {
    List<Diagnostic> improved = new ArrayList<>();
    boolean parsed = true;
    for (Diagnostic each : diagnostics) {
      Optional<String> more = suggestion(each, new Around(each, text));
      boolean syntax =
          UNEXPECTED.matcher(each.message()).matches()
              || each.message().equals(Positions.ENDS_EARLY);
      if (parsed || !syntax || more.isPresent()) {
        improved.add(more.map(each::adding).orElse(each));
      }
      parsed &= !syntax;
    }
    return improved;
  }

  /** The text on both sides of a diagnostic: before it, with its own character, and from it on. */
  private record Around(String before, String after) {
    Around(Diagnostic diagnostic, String text) {
      this(text, offset(diagnostic, text));
    }

    private Around(String text, int offset) {
      this(text.substring(0, Math.min(text.length(), offset + 1)), text.substring(offset));
    }

    private static int offset(Diagnostic diagnostic, String text) {
      int start = 0;
      for (int line = 1; line < diagnostic.line(); line++) {
        int end = text.indexOf('\n', start);
        if (end < 0) {
          return text.length();
        }
        start = end + 1;
      }
      int characters = Math.min(diagnostic.column() - 1, text.codePointCount(start, text.length()));
      return text.offsetByCodePoints(start, characters);
    }
  }

  private Optional<String> suggestion(Diagnostic diagnostic, Around around) {
    String message = diagnostic.message();
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches()) {
      return unexpected(unexpected.group(1), around);
    }
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      String name = undeclared.group(1);
      return around.after().startsWith("(") ? function(name) : variable(name, around);
    }
    Matcher undefined = UNDEFINED.matcher(message);
    if (undefined.matches()) {
      return field(undefined.group(1), around);
    }
    Matcher operands = OPERANDS.matcher(message);
    if (operands.matches()) {
      return operands(operands.group(1), operands.group(2));
    }
    Matcher noFields = NO_FIELDS.matcher(message);
    if (noFields.matches()) {
      return noFields(noFields.group(1));
    }
    if (message.startsWith("unsupported syntax")) {
      return Optional.of(NO_OPTIONALS);
    }
    return message.startsWith("invalid argument to has()")
        ? Optional.of("write has(process.uid) of a field, and 'KEY' in pod.labels of a key")
        : Optional.empty();
  }

  private static Optional<String> unexpected(String token, Around around) {
    if (NOT.matcher(around.before()).find()) {
      return Optional.of("write ! for not");
    }
    if (token.equals(",") && IN_PARENTHESIS.matcher(around.before()).find()) {
      return Optional.of("a list stands in brackets: VALUE in ['a', 'b']");
    }
    boolean string = token.startsWith("'") || token.startsWith("\"");
    if (string && token.contains("\\")) {
      return Optional.of(ESCAPE);
    }
    if (string && token.length() > 1) {
      return Optional.empty();
    }
    String before = around.before();
    if (token.equals("~") && before.endsWith("!~")) {
      return Optional.empty(); // said of the !
    }
    if (QUOTED_WORD.matcher(before).find()) {
      return Optional.of("a text with ' in it stands in \"...\"");
    }
    String lower = token.toLowerCase(Locale.ROOT);
    if (lower.equals("!") && around.after().startsWith("!~")) {
      lower = "!~";
    } else if (lower.equals("not") && around.after().matches("(?is)not\\s+in\\b.*")) {
      return Optional.of("write !(VALUE in LIST)");
    } else if (lower.startsWith("=") && !lower.startsWith("==") && !lower.equals("=~")) {
      lower = "="; // and what stood behind it without a blank
    } else if (lower.startsWith("`")) {
      lower = "`";
    }
    return Optional.ofNullable(Aliases.OPERATORS.get(lower));
  }

  private static Optional<String> function(String name) {
    if (name.equals("orValue") || name.equals("hasValue") || name.equals("optional")) {
      return Optional.of(NO_OPTIONALS);
    }
    String known = Aliases.FUNCTIONS.get(name.toLowerCase(Locale.ROOT));
    return Optional.ofNullable(known)
        .or(() -> NearestName.of(name, FUNCTIONS.keySet()))
        .map(each -> "write " + FUNCTIONS.get(each));
  }

  private Optional<String> variable(String name, Around around) {
    String known = Aliases.VARIABLES.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> list =
        lists().filter(fields -> fields.contains(name)).map(f -> "lists." + name);
    Optional<String> near = list.or(() -> NearestName.of(name, variables.keySet()));
    if (near.isPresent()) {
      return near.map(each -> "did you mean " + each + "?");
    }
    String before = around.before().substring(0, around.before().length() - 1);
    return Optional.of(
        COMPARED.matcher(before).matches()
            ? "a text stands in quotes: '" + name + "'"
            : "there are " + String.join(", ", variables.keySet()));
  }

  private Optional<Collection<String>> lists() {
    return Optional.ofNullable(types.get(Environment.LISTS_TYPE)).map(StructType::fieldNames);
  }

  private Optional<String> field(String field, Around around) {
    Matcher owner = OWNER.matcher(around.before());
    if (!owner.find()) {
      return Optional.empty();
    }
    String path = owner.group(1);
    String relative = Aliases.RELATIVES.get(path + "." + field);
    return relative != null
        ? Optional.of(relative)
        : type(path, around.before())
            .flatMap(type -> struct(type))
            .map(type -> field(field, path, type.fieldNames()));
  }

  private static String field(String field, String path, Collection<String> fields) {
    List<String> meant =
        Aliases.FIELDS.getOrDefault(field, List.of()).stream().filter(fields::contains).toList();
    if (meant.isEmpty()) {
      meant = NearestName.of(field, fields).stream().toList();
    }
    if (!meant.isEmpty()) {
      return meant.stream()
          .map(each -> path + "." + each)
          .collect(Collectors.joining(" or ", "did you mean ", "?"));
    }
    if (path.equals(Environment.LISTS) || path.equals(Environment.VARIABLES)) {
      String owner = "spec." + path + " has no '" + field + "'";
      return fields.isEmpty() ? owner : owner + ", but " + String.join(", ", fields);
    }
    return fields.size() > MOST_LISTED
        ? "'tocsin fields' shows those of " + path
        : path + " has " + String.join(", ", fields);
  }

  /**
   * The type of {@code process.pod}, {@code ancestors[0]}, or the element of a list that a macro
   * around it names.
   */
  private Optional<CelType> type(String path, String before) {
    String[] names = path.replaceAll("\\[[^\\[\\]]*\\]", ".[]").split("\\.", -1);
    CelType root = variables.get(names[0]);
    Optional<CelType> type = root == null ? element(names[0], before) : Optional.of(root);
    for (int i = 1; i < names.length; i++) {
      String name = names[i];
      type =
          name.equals("[]")
              ? type.flatMap(Suggestions::elements)
              : type.flatMap(this::struct)
                  .flatMap(each -> each.findField(name))
                  .map(StructType.Field::type);
    }
    return type;
  }

  private Optional<CelType> element(String name, String before) {
    Matcher macro =
        Pattern.compile("([\\w.]+)\\.\\w+\\(\\s*" + Pattern.quote(name) + "\\s*,").matcher(before);
    String list = "";
    while (macro.find()) {
      list = macro.group(1);
    }
    return list.isEmpty() || list.startsWith(name + ".")
        ? Optional.empty()
        : type(list, before.substring(0, before.lastIndexOf(list))).flatMap(Suggestions::elements);
  }

  private static Optional<CelType> elements(CelType type) {
    return type instanceof ListType list ? Optional.of(list.elemType()) : Optional.empty();
  }

  private Optional<StructType> struct(CelType type) {
    return Optional.ofNullable(types.get(type.name()));
  }

  private static Optional<String> operands(String operator, String types) {
    if (operator.equals("in") && types.equals("(string, string)")) {
      return Optional.of(
          "to the right of in stands a list, as in ['a', 'b']; for a part of a text write"
              + " TEXT.contains('...')");
    }
    if (types.contains("net.CIDR")) {
      return Optional.of("write cidr('...').containsIP(ADDRESS)");
    }
    boolean comparison = COMPARISONS.contains(operator);
    if (comparison && types.contains("null")) {
      return Optional.of("what is not there reads as empty: write == '', or !has(FIELD)");
    }
    if (comparison && types.matches("\\((string, int|int, string)\\)")) {
      return Optional.of("a number stands without quotes, a text in quotes");
    }
    if (comparison && types.matches("\\((string, bool|bool, string)\\)")) {
      return Optional.of("true and false stand without quotes, a text in quotes");
    }
    if (comparison && types.contains("list(")) {
      return Optional.of(LIST);
    }
    if (FUNCTIONS.containsKey(operator) && types.startsWith("list(")) {
      return Optional.of(LIST);
    }
    if (operator.equals("+") && types.contains("int") && types.contains("string")) {
      return Optional.of("write string(NUMBER)");
    }
    return List.of("&&", "||", "!", "?:").contains(operator)
        ? Optional.of("it wants conditions: compare, as in TEXT == '...' or TEXT != ''")
        : Optional.empty();
  }

  private static Optional<String> noFields(String type) {
    return type.equals("list(string)")
        ? Optional.of("it is a list of texts: write LIST.exists(each, each == '...')")
        : type.startsWith("list(")
            ? Optional.of("write LIST.exists(each, each.NAME == '...')")
            : type.startsWith("type(list")
                ? Optional.of("a list of the policy is lists.NAME")
                : type.equals("string")
                    ? Optional.of("it is a text: write TEXT.contains('...') and so on")
                    : Optional.empty();
  }
}
