package dev.tocsin.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.engine.redaction.Masks;
import dev.tocsin.engine.redaction.SecretScan;
import dev.tocsin.event.Event;
import dev.tocsin.language.text.Patterns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Takes secrets out of texts before a finding leaves the engine: what is one by the program it is
 * given to, by the name before it or by its own form, and what patterns of the user hold. As with
 * Tetragon's own redaction filters, what a capture group holds is replaced by {@code *****}; all of
 * the match where a pattern has no group. Patterns are RE2. Time and memory are linear in the
 * length of the text. Thread safe.
 */
public final class Redaction {
  private final boolean usual;
  private final List<Pattern> patterns;
  private final Set<String> withheld;

  private Redaction(boolean usual, List<Pattern> patterns, Set<String> withheld) {
    this.usual = usual;
    this.patterns = List.copyOf(patterns);
    this.withheld = Set.copyOf(withheld);
  }

  /** The usual forms of passwords, tokens and keys on command lines. */
  public static Redaction defaults() {
    return new Redaction(true, List.of(), Set.of());
  }

  static Redaction none() {
    return new Redaction(false, List.of(), Set.of());
  }

  /**
   * These patterns besides what is here.
   *
   * @throws IllegalArgumentException for a bad pattern: {@code [1] '(' is no pattern of RE2: ...},
   *     with its place in the list, from 0
   */
  public Redaction and(Collection<String> added) {
    List<Pattern> all = new ArrayList<>(patterns);
    int place = 0;
    for (String pattern : added) {
      all.add(compiled(pattern, place++));
    }
    return new Redaction(usual, all, withheld);
  }

  /** This, and no arguments at all of what runs in these namespaces. */
  public Redaction withholding(Collection<String> namespaces) {
    return new Redaction(usual, patterns, Set.copyOf(namespaces));
  }

  /** Whether nobody is to know the arguments of what runs there; {@code ""}: outside of pods. */
  boolean withholds(String namespace) {
    return !withheld.isEmpty() && withheld.contains(namespace);
  }

  /** The programs that texts of this event are about. */
  public static List<String> programs(Event event) {
    List<String> programs = new ArrayList<>();
    programs.add(event.process().binary());
    programs.add(event.parent().binary());
    event.ancestors().forEach(ancestor -> programs.add(ancestor.binary()));
    return programs;
  }

  private static Pattern compiled(String pattern, int place) {
    try {
      Pattern compiled = Patterns.compile(pattern);
      if (compiled.matches("")) {
        throw new IllegalArgumentException("[" + place + "] '" + pattern + "' matches every text");
      }
      return compiled;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "["
              + place
              + "] '"
              + pattern
              + "' is no pattern of RE2: "
              + e.getDescription()
              + (e.getPattern().isEmpty() ? "" : " at '" + e.getPattern() + "'"),
          e);
    }
  }

  public String apply(String text) {
    return apply(text, List.of());
  }

  /**
   * The text with masks.
   *
   * @param programs that the text is about, as names or paths: {@code -pX} is a secret of mysql's
   */
  public String apply(String text, Collection<String> programs) {
    return apply(text, programs, text.length());
  }

  /**
   * The first characters of the text, with masks; all of it decides what is a secret, so that one
   * that goes on behind the end is masked too.
   *
   * @param length in characters of the text
   */
  public String apply(String text, Collection<String> programs, int length) {
    if (text.isEmpty()) {
      return text;
    }
    return masks(text, programs).apply(text, Math.min(length, text.length()));
  }

  /**
   * What {@link #apply} puts masks over, for whoever shows parts of the text on their own.
   *
   * @param programs as of {@link #apply}
   */
  public List<String> secrets(String text, Collection<String> programs) {
    return masks(text, programs).hidden(text);
  }

  private Masks masks(String text, Collection<String> programs) {
    Masks masks = new Masks();
    if (usual) {
      SecretScan.find(text, programs, masks);
    }
    patterns.forEach(pattern -> find(pattern, text, masks));
    return masks;
  }

  private static void find(Pattern pattern, String text, Masks masks) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      for (int group = pattern.groupCount() == 0 ? 0 : 1; group <= matcher.groupCount(); group++) {
        masks.add(matcher.start(group), matcher.end(group));
      }
    }
  }
}
