package dev.tocsin.command;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in a text for a shell, and what stands there besides words. */
final class ShellCursor {
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

  private String text;
  private int at;
  private int documents;
  private String lastReserved = "";

  ShellCursor(String text) {
    this.text = text;
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

  /**
   * How long the digits are, or the name in braces, that stand here before a redirection; -1 when
   * no redirection does.
   */
  int descriptorBeforeRedirection() {
    int end = at;
    while (end < text.length() && end < at + 5 && Character.digit(text.charAt(end), 10) >= 0) {
      end++;
    }
    if (end == at && text.startsWith("{", at)) {
      int name = ShellWords.endOfName(text, at + 1);
      end = name > at + 1 && text.startsWith("}", name) ? name + 1 : end;
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

  /** The character that stands here. */
  char next() {
    return text.charAt(at++);
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  /** What stands here up to the end of the word. */
  String restOfWord() {
    return text.substring(at, BraceList.endOfWord(text, at));
  }

  /** What stands up to a character, which is taken too; to the end when there is none. */
  String upTo(char end) {
    int found = text.indexOf(end, at);
    int stop = found < 0 ? text.length() : found;
    String inner = text.substring(at, stop);
    at = Math.min(text.length(), stop + 1);
    return inner;
  }

  /** The same, where a backslash takes the meaning from what follows it. */
  String upToUnescaped(char end) {
    int from = at;
    while (!atEnd() && peek() != end) {
      at += peek() == '\\' ? 2 : 1;
    }
    at = Math.min(at, text.length());
    String inner = text.substring(from, at);
    take(end);
    return inner;
  }

  /** Inside of brackets that open here; the brackets too when asked for. */
  String bracketed(char open, char close, boolean whole) {
    int from = at;
    at = BraceList.behindBrackets(text, from, open, close);
    boolean closed = at > from + 1 && text.charAt(at - 1) == close;
    return whole
        ? text.substring(from, at)
        : text.substring(Math.min(from + 1, at), closed ? at - 1 : at);
  }

  /** The name of a variable; empty when none stands here. */
  String takeName() {
    return takeText(ShellWords.endOfName(text, at) - at);
  }
}
