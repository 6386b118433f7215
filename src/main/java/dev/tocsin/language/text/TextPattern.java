package dev.tocsin.language.text;

import com.google.common.collect.ImmutableList;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.LiteralTable;
import java.util.List;

/**
 * A pattern and what must stand in what it matches, charged to the {@link TextBudget}.
 *
 * @param required looked for before the pattern runs, each of them; see {@link RequiredTexts}
 * @param enough whether what has them is a match
 */
public record TextPattern(Pattern pattern, List<LiteralTable> required, boolean enough) {
  /**
   * @throws PatternSyntaxException for a bad one, or one that is too large
   */
  public static TextPattern compile(String regex) {
    Pattern pattern = Patterns.compile(regex);
    return RequiredTexts.of(regex)
        .map(texts -> new TextPattern(pattern, texts.tables(), texts.enough()))
        .orElseGet(() -> new TextPattern(pattern, List.of(), false));
  }

  /** The steps of its program. */
  int size() {
    return pattern.programSize();
  }

  /** Whether a match needs something that is not there: cheaper than to run the pattern. */
  public boolean isRuledOut(String text, EncodedText scratch) {
    if (required.isEmpty()) {
      return false;
    }
    scratch.set(text);
    return isRuledOut(scratch);
  }

  /** The same for a text that is not decoded. */
  public boolean isRuledOut(EncodedText text) {
    for (int i = 0; i < required.size(); i++) {
      TextBudget.charge(text.length());
      if (!required.get(i).finds(text)) {
        return true;
      }
    }
    return false;
  }

  /** For a text that is not ruled out. */
  public boolean matches(String text) {
    if (enough) {
      return true;
    }
    charge(text);
    return pattern.matcher(text).find();
  }

  /** What it finds first, or nothing. */
  public String find(String text) {
    charge(text);
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return "";
    }
    TextBudget.write(matcher.end() - matcher.start());
    return matcher.group();
  }

  /**
   * All that it finds. One search may look far beyond what it finds, and the next one again: each
   * is charged for what it reads.
   *
   * @param limit below 0: no limit
   */
  public List<String> findAll(String text, long limit) {
    ImmutableList.Builder<String> found = ImmutableList.builder();
    Matcher matcher = pattern.matcher(new ReadText(text, size()));
    for (long n = 0; (limit < 0 || n < limit) && matcher.find(); n++) {
      TextBudget.write(matcher.end() - matcher.start());
      TextBudget.writeValues(1);
      found.add(matcher.group());
    }
    return found.build();
  }

  private void charge(String text) {
    TextBudget.charge((long) size() * text.length());
  }

  /** A text whose characters are charged when they are read. */
  private record ReadText(String text, int steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      TextBudget.charge(steps);
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.substring(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
