package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What whoever wrote an expression probably meant, for people who come from Python, SQL, Falco, or
 * Tetragon's own messages.
 */
final class Suggestions {
  private static final Pattern UNEXPECTED = Pattern.compile("unexpected '(.+)'", Pattern.DOTALL);
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(\\w+)'");
  private static final Pattern UNDEFINED = Pattern.compile("undefined field '(\\w+)'");
  private static final Pattern OPERANDS =
      Pattern.compile("'(\\S+)' cannot be applied to \\((.*)\\)");
  private static final Pattern OWNER = Pattern.compile("([A-Za-z_][\\w.]*)\\s*\\.\\s*$");
  private static final Pattern NOT = Pattern.compile("(?i)\\bnot\\s+\\w?$");
  private static final int MOST_EDITS = 2;
  private static final int MOST_LETTERS = 64;

  private static final String ESCAPE =
      "in a string, \\ begins an escape: write r'...', or \\\\ for each \\";

  private static final ImmutableMap<String, String> OPERATORS =
      ImmutableMap.<String, String>builder()
          .put("and", "write &&")
          .put("&", "write &&")
          .put("or", "write ||")
          .put("|", "write ||")
          .put("not", "write !")
          .put("=", "write ==")
          .put("<>", "write !=")
          .put("~", "write TEXT.matches(r'...')")
          .put("is", "write ==")
          .put("like", "write TEXT.contains('...') or TEXT.matches(r'...')")
          .put("startswith", "write TEXT.startsWith('...')")
          .put("endswith", "write TEXT.endsWith('...')")
          .put("contains", "write TEXT.contains('...')")
          .put("matches", "write TEXT.matches(r'...')")
          .put("\u2018", "write '")
          .put("\u2019", "write '")
          .put("\u201c", "write \"")
          .put("\u201d", "write \"")
          .put("`", "write '")
          .put("#", "a comment begins with //")
          .buildOrThrow();

  /** Names of other tools and languages, and what is meant by them here. */
  private static final ImmutableMap<String, String> NAMES =
      ImmutableMap.<String, String>builder()
          .put("process_exec", "write process.binary, process.arguments, parent.binary and so on")
          .put("process_exit", "write process.binary, event.status and so on")
          .put("process_kprobe", "write process.binary, event.function, args and so on")
          .put("process_lsm", "write process.binary, event.function, args and so on")
          .put("process_connect", "write connection.destinationIP, process.binary and so on")
          .put("process_tracepoint", "write process.binary, event.function, args and so on")
          .put("process_name", "write process.name")
          .put("proc", "write process.name, process.command_line, parent.name and so on")
          .put("fd", "write file.path or connection.destinationIP")
          .put("evt", "write event.kind or event.function")
          .put("k8s", "write pod.namespace, pod.name, pod.labels and so on")
          .put("ka", "events of the API server are not read")
          .put("user", "write process.user.name or process.uid")
          .put("binary", "write process.binary")
          .put("arguments", "write process.arguments")
          .put("namespace", "write pod.namespace")
          .put("labels", "write pod.labels['KEY']")
          .put("image", "write container.image")
          .put("True", "write true")
          .put("False", "write false")
          .put("TRUE", "write true")
          .put("FALSE", "write false")
          .put("None", "write '' for a text that is not there, or has(FIELD)")
          .put("nil", "write '' for a text that is not there, or has(FIELD)")
          .put("NULL", "write '' for a text that is not there, or has(FIELD)")
          .put("len", "write size(...)")
          .put("length", "write size(...)")
          .buildOrThrow();

  private static final ImmutableMap<String, List<String>> FIELDS =
      ImmutableMap.<String, List<String>>builder()
          .put("args", List.of("arguments", "argv"))
          .put("cmdline", List.of("command_line"))
          .put("cmd", List.of("command_line"))
          .put("commandLine", List.of("command_line"))
          .put("command", List.of("command_line"))
          .put("exe", List.of("binary"))
          .put("exepath", List.of("binary"))
          .put("path", List.of("binary", "path"))
          .put("executable", List.of("binary"))
          .put("image", List.of("binary", "image"))
          .put("username", List.of("user"))
          .put("ns", List.of("namespace"))
          .put("dport", List.of("destinationPort"))
          .put("daddr", List.of("destinationIP"))
          .put("sport", List.of("sourcePort"))
          .put("saddr", List.of("sourceIP"))
          .put("pod_labels", List.of("labels"))
          .put("label", List.of("labels"))
          .buildOrThrow();

  private final Map<String, StructType> types;

  /**
   * @param types of the environment, by name
   */
  Suggestions(Map<String, StructType> types) {
    this.types = types;
  }

  /**
   * The diagnostic with what is suggested in its message, if anything is.
   *
   * @param text the whole expression
   */
  Diagnostic improve(Diagnostic diagnostic, String text) {
    return suggestion(diagnostic, text)
        .map(
            more ->
                new Diagnostic(
                    diagnostic.severity(),
                    diagnostic.field(),
                    diagnostic.line(),
                    diagnostic.column(),
                    diagnostic.message() + ": " + more))
        .orElse(diagnostic);
  }

  private Optional<String> suggestion(Diagnostic diagnostic, String text) {
    Matcher unexpected = UNEXPECTED.matcher(diagnostic.message());
    if (unexpected.matches()) {
      return unexpected(unexpected.group(1), before(diagnostic, text));
    }
    Matcher undeclared = UNDECLARED.matcher(diagnostic.message());
    if (undeclared.matches()) {
      return undeclared(undeclared.group(1));
    }
    Matcher undefined = UNDEFINED.matcher(diagnostic.message());
    if (undefined.matches()) {
      return undefined(undefined.group(1), before(diagnostic, text));
    }
    Matcher operands = OPERANDS.matcher(diagnostic.message());
    return operands.matches() ? operands(operands.group(1), operands.group(2)) : Optional.empty();
  }

  private static Optional<String> unexpected(String token, String before) {
    if (NOT.matcher(before).find()) {
      return Optional.of("write ! for not");
    }
    boolean string = token.startsWith("'") || token.startsWith("\"");
    if (string && token.contains("\\")) {
      return Optional.of(ESCAPE);
    }
    if (string && token.length() > 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(OPERATORS.get(token.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> undeclared(String name) {
    String known = NAMES.get(name);
    return known == null
        ? nearest(name, EventSchema.VARIABLES.keySet()).map(each -> "did you mean " + each + "?")
        : Optional.of(known);
  }

  /** The expression up to where the diagnostic is. */
  private static String before(Diagnostic diagnostic, String text) {
    List<String> lines = text.lines().toList();
    if (diagnostic.line() > lines.size()) {
      return "";
    }
    String line = lines.get(diagnostic.line() - 1);
    return line.substring(0, Math.min(line.length(), diagnostic.column()));
  }

  private Optional<String> undefined(String field, String before) {
    Matcher owner = OWNER.matcher(before);
    if (!owner.find()) {
      return Optional.empty();
    }
    String path = owner.group(1);
    return type(path)
        .flatMap(
            type -> {
              Collection<String> fields = type.fieldNames();
              List<String> meant =
                  FIELDS.getOrDefault(field, List.of()).stream().filter(fields::contains).toList();
              return meant.isEmpty()
                  ? nearest(field, fields).map(each -> "did you mean " + path + "." + each + "?")
                  : Optional.of(
                      "did you mean " + path + "." + String.join(" or " + path + ".", meant) + "?");
            });
  }

  /** The type of {@code process.pod}. */
  private Optional<StructType> type(String path) {
    String[] names = path.split("\\.", -1);
    Optional<StructType> type =
        Optional.ofNullable(EventSchema.VARIABLES.get(names[0])).flatMap(this::struct);
    for (int i = 1; i < names.length; i++) {
      String name = names[i];
      type = type.flatMap(each -> each.findField(name)).flatMap(field -> struct(field.type()));
    }
    return type;
  }

  private Optional<StructType> struct(CelType type) {
    return Optional.ofNullable(types.get(type.name()));
  }

  private static Optional<String> operands(String operator, String types) {
    if (operator.equals("in") && types.equals("string, string")) {
      return Optional.of(
          "to the right of in stands a list, as in ['a', 'b']; for a part of a text write"
              + " TEXT.contains('...')");
    }
    boolean comparison = List.of("==", "!=", "<", "<=", ">", ">=").contains(operator);
    if (comparison && types.matches("string, int|int, string")) {
      return Optional.of("a number stands without quotes, a text in quotes");
    }
    if (comparison && types.matches("string, bool|bool, string")) {
      return Optional.of("true and false stand without quotes, a text in quotes");
    }
    if (comparison && types.contains("list(")) {
      return Optional.of("write VALUE in LIST, or LIST.exists(each, ...)");
    }
    if (operator.equals("+") && types.contains("int") && types.contains("string")) {
      return Optional.of("write string(NUMBER)");
    }
    if (List.of("&&", "||", "!", "?:").contains(operator)) {
      return Optional.of("it wants conditions: compare, as in TEXT == '...' or TEXT != ''");
    }
    return Optional.empty();
  }

  private static Optional<String> nearest(String name, Collection<String> names) {
    if (name.length() > MOST_LETTERS) {
      return Optional.empty();
    }
    int most = Math.min(MOST_EDITS, name.length() / 3);
    return names.stream()
        .filter(each -> edits(name, each) <= most || isLonger(each, name))
        .min(
            Comparator.comparingInt((String each) -> edits(name, each))
                .thenComparing(each -> each));
  }

  /** Whether a name is the other one with more behind it. */
  private static boolean isLonger(String each, String name) {
    return name.length() >= 3 && each.startsWith(name);
  }

  /**
   * Letters to change, add, leave out or swap with the next, whatever their case, until one name is
   * the other.
   */
  private static int edits(String name, String other) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(changed, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
