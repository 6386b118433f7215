package dev.tocsin.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text for a shell word by word: quotes, expansions, substitutions, brace lists. What a
 * shell would know only when it runs stands as written.
 */
final class ShellWords {
  private static final int MOST_DOCUMENTS = 16;

  private static final Set<String> RESERVED =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "while",
          "until",
          "do",
          "done",
          "for",
          "select",
          "case",
          "esac",
          "{",
          "}",
          "!",
          "time",
          "coproc",
          "function");

  /** Variables of every environment that begin with a slash. */
  private static final Set<String> PATHS = Set.of("HOME", "PATH", "PWD", "OLDPWD", "SHELL");

  /**
   * What a substitution stands for.
   *
   * @param output its text, where it can be told; else empty
   */
  record Substitution(ShellReader.Group commands, String output) {}

  private final Map<String, ShellWord> variables;
  private final Function<String, Substitution> nested;
  private String text;
  private int at;
  private int documents;
  private String lastReserved = "";

  ShellWords(String text, Map<String, ShellWord> variables, Function<String, Substitution> nested) {
    this.text = text;
    this.variables = variables;
    this.nested = nested;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return text.charAt(at);
  }

  boolean sees(String wanted) {
    return text.startsWith(wanted, at);
  }

  void skipOne() {
    at++;
  }

  void skip(int characters) {
    at = Math.min(text.length(), at + characters);
  }

  void skipToEnd() {
    at = text.length();
  }

  void take(char wanted) {
    if (!atEnd() && peek() == wanted) {
      at++;
    }
  }

  /** Behind the next place where this stands; to the end when it does not. */
  void skipPast(String wanted) {
    int found = text.indexOf(wanted, at);
    at = found < 0 ? text.length() : found + wanted.length();
  }

  /**
   * The lines from the next one up to one that begins with the delimiter, which are taken out of
   * the text: a here-document. What follows on this line is read on.
   */
  String takeDocument(String delimiter) {
    int line = text.indexOf('\n', at);
    if (line < 0 || documents++ == MOST_DOCUMENTS) {
      return "";
    }
    int end = text.indexOf("\n" + delimiter, line);
    int body = Math.min(line + 1, text.length());
    String document =
        end < body ? (end < 0 ? text.substring(body) : "") : text.substring(body, end);
    int next = end < 0 ? -1 : text.indexOf('\n', end + 1);
    text = text.substring(0, line) + (next < 0 ? "" : text.substring(next));
    return document;
  }

  void skipBlanks() {
    while (!atEnd()) {
      char c = peek();
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '\\' && sees("\\\n")) {
        at += 2;
      } else if (c == '#') {
        int line = text.indexOf('\n', at);
        at = line < 0 ? text.length() : line;
      } else {
        return;
      }
    }
  }

  /** Everything between two commands of a list, but not the {@code ;;} between branches. */
  void skipSeparators() {
    skipBlanks();
    while (!atEnd() && (peek() == '\n' || peek() == ';' || peek() == '&' || sees("||"))) {
      if (sees(";;")) {
        return;
      }
      at += sees("||") ? 2 : 1;
      skipBlanks();
    }
  }

  boolean takePipe() {
    skipBlanks();
    if (atEnd() || peek() != '|' || sees("||")) {
      return false;
    }
    at += sees("|&") ? 2 : 1;
    return true;
  }

  /** At something that ends a word and is no redirection. */
  boolean isOperator() {
    return ";|&()\n".indexOf(peek()) >= 0;
  }

  /** How many digits stand here before a redirection; -1 when no redirection does. */
  int digitsBeforeRedirection() {
    int end = at;
    while (end < text.length() && end < at + 5 && Character.digit(text.charAt(end), 10) >= 0) {
      end++;
    }
    boolean redirects =
        end < text.length()
            && (text.charAt(end) == '<'
                || text.charAt(end) == '>'
                || (end == at && text.startsWith("&>", at)));
    return redirects ? end - at : -1;
  }

  /** The first of these that stands so many characters on; null when none does. */
  @Nullable String operatorBehind(int characters, List<String> operators) {
    for (String operator : operators) {
      if (text.startsWith(operator, at + characters)) {
        return operator;
      }
    }
    return null;
  }

  String takeText(int characters) {
    String taken = text.substring(at, at + characters);
    at += characters;
    return taken;
  }

  /** A reserved word, when one stands here as a word of its own; else null. */
  @Nullable String takeReserved() {
    int end = at;
    while (end < text.length() && " \t\r\n;|&()<>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String word = text.substring(at, end);
    if (!RESERVED.contains(word)) {
      return null;
    }
    at = end;
    lastReserved = word;
    return word;
  }

  String takeLastReserved() {
    String last = lastReserved;
    lastReserved = "";
    return last;
  }

  static boolean isName(String text) {
    return !text.isEmpty() && endOfName(text, 0) == text.length();
  }

  /** Where the name ends that begins there; there when none does. */
  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.charAt(end), end == from)) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c, boolean first) {
    return c == '_' || (c < 128 && (first ? Character.isLetter(c) : Character.isLetterOrDigit(c)));
  }

  /**
   * The word that begins here; several where it is a list in braces, or a blank is hidden in it.
   */
  List<ShellWord> word() {
    List<String> words = BraceList.expand(text.substring(at, BraceList.endOfWord(text, at)));
    if (words.size() == 1) {
      return plainWord();
    }
    at = BraceList.endOfWord(text, at);
    List<ShellWord> all = new ArrayList<>();
    for (String word : words) {
      all.addAll(new ShellWords(word, variables, nested).plainWord());
    }
    return all;
  }

  private List<ShellWord> plainWord() {
    int from = at;
    Draft draft = new Draft();
    while (!atEnd() && !endsWord(draft)) {
      character(draft);
    }
    if (at == from) {
      at++;
    }
    return draft.finish();
  }

  private boolean endsWord(Draft draft) {
    char c = peek();
    if (sees("<(") || sees(">(")) {
      return !draft.isEmpty();
    }
    return " \t\r\n;|&()<>".indexOf(c) >= 0;
  }

  private void character(Draft draft) {
    char c = text.charAt(at++);
    switch (c) {
      case '\'' -> draft.append(upTo('\''));
      case '"' -> quoted(draft);
      case '\\' -> {
        if (!atEnd()) {
          char next = text.charAt(at++);
          if (next != '\n') {
            draft.append(next);
          }
        }
      }
      case '$' -> dollar(draft, false);
      case '`' -> substitute(draft, upTo('`').replace("\\`", "`"));
      case '<', '>' -> process(draft, c == '<');
      default -> draft.append(c);
    }
  }

  private String upTo(char end) {
    int found = text.indexOf(end, at);
    int stop = found < 0 ? text.length() : found;
    String inner = text.substring(at, stop);
    at = Math.min(text.length(), stop + 1);
    return inner;
  }

  private void quoted(Draft draft) {
    draft.quoted = true;
    while (!atEnd()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && !atEnd() && "$`\"\\\n".indexOf(peek()) >= 0) {
        char next = text.charAt(at++);
        if (next != '\n') {
          draft.append(next);
        }
      } else if (c == '$') {
        dollar(draft, true);
      } else if (c == '`') {
        substitute(draft, upTo('`').replace("\\`", "`"));
      } else {
        draft.append(c);
      }
    }
  }

  /** Behind a dollar sign. */
  private void dollar(Draft draft, boolean inQuotes) {
    if (atEnd()) {
      draft.append('$');
      return;
    }
    char c = peek();
    if (c == '\'' && !inQuotes) {
      at++;
      draft.append(EscapedText.decode(upToUnescaped()));
    } else if (c == '(' && sees("((")) {
      draft.append("$" + bracketed('(', ')', true));
    } else if (c == '(') {
      substitute(draft, bracketed('(', ')', false));
    } else if (c == '{') {
      parameter(draft, bracketed('{', '}', false), inQuotes);
    } else if (c == '@' || c == '*') {
      at++;
    } else {
      int end = endOfName(text, at);
      String name = text.substring(at, end);
      at = end;
      variable(draft, name, inQuotes);
    }
  }

  private String upToUnescaped() {
    int from = at;
    while (!atEnd() && peek() != '\'') {
      at += peek() == '\\' ? 2 : 1;
    }
    at = Math.min(at, text.length());
    String inner = text.substring(from, at);
    take('\'');
    return inner;
  }

  /** Inside of brackets that open here; the brackets too when asked for. */
  private String bracketed(char open, char close, boolean whole) {
    int from = at;
    at = BraceList.behindBrackets(text, from, open, close);
    boolean closed = at > from + 1 && text.charAt(at - 1) == close;
    return whole
        ? text.substring(from, at)
        : text.substring(Math.min(from + 1, at), closed ? at - 1 : at);
  }

  private void variable(Draft draft, String name, boolean inQuotes) {
    ShellWord value = variables.get(name);
    if (value != null) {
      draft.addAll(value, !inQuotes);
    } else if (name.equals("IFS") && !inQuotes) {
      draft.split();
    } else {
      draft.append("$" + name);
    }
  }

  /** {@code ${...}}. */
  private void parameter(Draft draft, String inner, boolean inQuotes) {
    int end = endOfName(inner, 0);
    String name = inner.substring(0, end);
    String rest = inner.substring(end);
    ShellWord value = variables.get(name);
    if (rest.isEmpty() || (name.equals("IFS") && value == null)) {
      variable(draft, name, inQuotes);
    } else if (rest.startsWith(":-") || rest.startsWith("-")) {
      if (value != null) {
        draft.addAll(value, !inQuotes);
      } else {
        draft.append(rest.substring(rest.startsWith(":") ? 2 : 1));
      }
    } else if (rest.equals(":0:1") && (value != null || PATHS.contains(name))) {
      draft.append(
          value == null ? "/" : value.text().isEmpty() ? "" : value.text().substring(0, 1));
    } else if (value != null && (rest.startsWith("#") || rest.startsWith("%"))) {
      draft.addAll(value, !inQuotes);
    } else if (inner.equals("@") || inner.equals("*")) {
      draft.append("");
    } else {
      draft.append("${" + inner + "}");
    }
  }

  private void substitute(Draft draft, String inner) {
    Substitution substitution = nested.apply(inner);
    draft.sources.addAll(substitution.commands().writers());
    draft.append(substitution.output());
    draft.quoted = true;
  }

  /** {@code <(...)} or {@code >(...)}: the bracket is next. */
  private void process(Draft draft, boolean read) {
    ShellReader.Group commands = nested.apply(bracketed('(', ')', false)).commands();
    draft.append("/dev/fd/63");
    if (read) {
      draft.sources.addAll(commands.writers());
      draft.isFile = true;
    } else {
      draft.sinks.addAll(commands.readers());
    }
  }

  /** A word that is being read. */
  private static final class Draft {
    final Set<Integer> sources = new HashSet<>();
    final Set<Integer> sinks = new HashSet<>();
    boolean isFile;
    boolean quoted;
    private final List<ShellWord> finished = new ArrayList<>();
    private final StringBuilder head = new StringBuilder();

    boolean isEmpty() {
      return head.isEmpty() && !quoted;
    }

    void append(char c) {
      head.append(c);
    }

    void append(String more) {
      quoted |= more.isEmpty();
      head.append(more);
    }

    void addAll(ShellWord value, boolean splits) {
      sources.addAll(value.sources());
      if (!splits || value.text().indexOf(' ') < 0) {
        append(value.text());
        return;
      }
      String[] parts = value.text().split(" ", -1);
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          split();
        }
        append(parts[i]);
      }
    }

    void split() {
      flush();
      head.setLength(0);
      quoted = false;
    }

    List<ShellWord> finish() {
      flush();
      return finished;
    }

    private void flush() {
      if (!isEmpty()) {
        finished.add(
            new ShellWord(head.toString(), Set.copyOf(sources), isFile, Set.copyOf(sinks)));
      }
    }
  }
}
