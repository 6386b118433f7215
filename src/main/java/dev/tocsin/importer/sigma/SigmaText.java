package dev.tocsin.importer.sigma;

import com.google.re2j.Pattern;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value of a rule: plain text and wildcards, escapes read. */
record SigmaText(List<Piece> pieces) {

  /** A part of a value. */
  sealed interface Piece {}

  /** Stands for itself. */
  record Plain(String text) implements Piece {}

  /** Stands for other texts. */
  enum Wild implements Piece {
    /** Any number of any characters. */
    RUN(".*"),
    /** One character. */
    ONE("."),
    /** What begins an option: dashes of all kinds, and the slash of Windows. */
    DASH("[-/\u2013\u2014\u2015]");

    private final String regex;

    Wild(String regex) {
      this.regex = regex;
    }
  }

  SigmaText {
    pieces = List.copyOf(pieces);
  }

  static SigmaText plain(String text) {
    return new SigmaText(text.isEmpty() ? List.of() : List.of(new Plain(text)));
  }

  /**
   * Reads wildcards and escapes: a backslash takes the meaning from {@code * ? \}, and stands for
   * itself before anything else.
   */
  static SigmaText parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "*?\\".indexOf(text.charAt(i + 1)) >= 0) {
        plain.append(text.charAt(++i));
      } else if (c == '*' || c == '?') {
        add(pieces, plain);
        pieces.add(c == '*' ? Wild.RUN : Wild.ONE);
      } else {
        plain.append(c);
      }
    }
    add(pieces, plain);
    return new SigmaText(pieces);
  }

  private static void add(List<Piece> pieces, StringBuilder plain) {
    if (!plain.isEmpty()) {
      pieces.add(new Plain(plain.toString()));
      plain.setLength(0);
    }
  }

  boolean isPlain() {
    return pieces.stream().allMatch(Plain.class::isInstance);
  }

  /** Of a plain value its text, of any other what is plain in it. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Piece each : pieces) {
      text.append(each instanceof Plain plain ? plain.text() : "");
    }
    return text.toString();
  }

  /** The plain text that it begins with, behind any text where it is open. */
  String beginning() {
    return pieces.stream()
        .dropWhile(each -> each == Wild.RUN)
        .findFirst()
        .filter(Plain.class::isInstance)
        .map(Plain.class::cast)
        .map(Plain::text)
        .orElse("");
  }

  boolean isOpenAtStart() {
    return !pieces.isEmpty() && pieces.getFirst() == Wild.RUN;
  }

  /** What follows the first characters of {@link #beginning}, not open at the start. */
  SigmaText from(int characters) {
    List<Piece> rest =
        new ArrayList<>(pieces.stream().dropWhile(each -> each == Wild.RUN).toList());
    rest.set(0, new Plain(beginning().substring(characters)));
    return new SigmaText(rest);
  }

  /** Without the slash that it ends with, and not open at the end; empty when it ends otherwise. */
  Optional<SigmaText> withoutLastSlash() {
    List<Piece> folder = new ArrayList<>(pieces);
    while (!folder.isEmpty() && folder.getLast() == Wild.RUN) {
      folder.removeLast();
    }
    if (folder.isEmpty()
        || !(folder.getLast() instanceof Plain plain)
        || !plain.text().endsWith("/")
        || text().equals("/")) {
      return Optional.empty();
    }
    folder.removeLast();
    folder.addAll(plain(plain.text().substring(0, plain.text().length() - 1)).pieces());
    return Optional.of(new SigmaText(folder));
  }

  /** With any text before it. */
  SigmaText openedAtStart() {
    List<Piece> opened = new ArrayList<>(pieces);
    opened.addFirst(Wild.RUN);
    return new SigmaText(opened);
  }

  /** With any text after it. */
  SigmaText openedAtEnd() {
    List<Piece> opened = new ArrayList<>(pieces);
    opened.addLast(Wild.RUN);
    return new SigmaText(opened);
  }

  /** With {@link Wild#DASH} for each dash or slash that begins a word. */
  SigmaText withDashes() {
    List<Piece> dashed = new ArrayList<>();
    for (Piece piece : pieces) {
      if (!(piece instanceof Plain plain)) {
        dashed.add(piece);
        continue;
      }
      StringBuilder rest = new StringBuilder();
      String text = plain.text();
      for (int i = 0; i < text.length(); i++) {
        if (beginsOption(text, i)) {
          add(dashed, rest);
          dashed.add(Wild.DASH);
        } else {
          rest.append(text.charAt(i));
        }
      }
      add(dashed, rest);
    }
    return new SigmaText(dashed);
  }

  private static boolean beginsOption(String text, int at) {
    char c = text.charAt(at);
    return (c == '-' || c == '/')
        && (at == 0 || !isOfWord(text.charAt(at - 1)))
        && at + 1 < text.length()
        && isOfWord(text.charAt(at + 1));
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** That the whole field is such a text. */
  RuleCondition asked(TextField field, boolean cased) {
    int from = 0;
    int to = pieces.size();
    while (from < to && pieces.get(from) == Wild.RUN) {
      from++;
    }
    while (to > from && pieces.get(to - 1) == Wild.RUN) {
      to--;
    }
    boolean openAtStart = from > 0;
    boolean openAtEnd = to < pieces.size();
    SigmaText inner = new SigmaText(pieces.subList(from, to));
    if (inner.pieces.isEmpty() && (openAtStart || openAtEnd)) {
      return RuleCondition.not(new TextIs(field, Relation.EQUALS, "", false));
    }
    if (inner.isPlain()) {
      Relation relation =
          openAtStart && openAtEnd
              ? Relation.CONTAINS
              : openAtStart
                  ? Relation.ENDS_WITH
                  : openAtEnd ? Relation.STARTS_WITH : Relation.EQUALS;
      return new TextIs(field, relation, inner.text(), !cased);
    }
    return new TextMatches(
        field,
        (cased ? "(?s)" : "(?is)")
            + (openAtStart ? "" : "^")
            + inner.regex()
            + (openAtEnd ? "" : "$"));
  }

  private String regex() {
    StringBuilder regex = new StringBuilder();
    for (Piece each : pieces) {
      regex.append(
          switch (each) {
            case Plain plain -> Pattern.quote(plain.text());
            case Wild wild -> wild.regex;
          });
    }
    return regex.toString();
  }
}
