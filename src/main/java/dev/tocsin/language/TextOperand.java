package dev.tocsin.language;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.TextTable;
import dev.tocsin.language.text.TextPattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A text that something is asked of. A field that is still encoded is not decoded for that, unless
 * it has to be: by a pattern.
 *
 * @param encoded the text where it lies, in {@link EventContext#scratch}; absent where it is
 *     decoded
 */
record TextOperand(TextExpression text, @Nullable Encoded encoded) {
  /** What broken UTF-8 is decoded to: a text with it must be compared after decoding. */
  private static final char REPLACEMENT = '\ufffd';

  /** Turns the context's {@link EventContext#scratch} to a text. */
  @FunctionalInterface
  interface Encoded {
    EncodedText of(EventContext context);
  }

  static TextOperand decoded(TextExpression text) {
    return new TextOperand(text, null);
  }

  /** Of an expression that the checker found to be a string. */
  static TextOperand of(ValueExpression value) {
    return decoded(context -> (String) value.value(context));
  }

  /** {@code lowerAscii()}. */
  TextOperand lowerCase() {
    Encoded here = encoded;
    return new TextOperand(
        context -> Ascii.toLowerCase(text.text(context)),
        here == null ? null : context -> context.lowerCase(here.of(context)));
  }

  Predicate is(String constant) {
    Encoded here = encodedFor(constant);
    if (here != null) {
      byte[] bytes = bytes(constant);
      return context -> here.of(context).is(bytes);
    }
    return context -> text.text(context).equals(constant);
  }

  Predicate isIn(Collection<String> constants) {
    Encoded here = encoded;
    if (here != null && constants.stream().allMatch(TextOperand::isSound)) {
      TextTable table = new TextTable(constants);
      return context -> table.contains(here.of(context));
    }
    ImmutableSet<String> set = ImmutableSet.copyOf(constants);
    return context -> set.contains(text.text(context));
  }

  Predicate startsWith(String constant) {
    Encoded here = encodedFor(constant);
    if (here != null) {
      byte[] bytes = bytes(constant);
      return context -> here.of(context).startsWith(bytes);
    }
    return context -> text.text(context).startsWith(constant);
  }

  Predicate endsWith(String constant) {
    Encoded here = encodedFor(constant);
    if (here != null) {
      byte[] bytes = bytes(constant);
      return context -> here.of(context).endsWith(bytes);
    }
    return context -> text.text(context).endsWith(constant);
  }

  Predicate contains(String constant) {
    Encoded here = encodedFor(constant);
    if (here != null) {
      byte[] bytes = bytes(constant);
      return context -> {
        EncodedText searched = here.of(context);
        Charge.search(searched.length(), bytes.length);
        return searched.contains(bytes);
      };
    }
    return context -> {
      String searched = text.text(context);
      Charge.search(searched.length(), constant.length());
      return searched.contains(constant);
    };
  }

  Predicate matches(String regex) {
    TextPattern pattern = TextPattern.compile(regex);
    Candidate candidate = candidate(pattern);
    return context -> {
      try {
        String possible = candidate.of(context);
        return possible != null && pattern.matches(possible);
      } catch (CelRuntimeException e) {
        throw Failures.of(e);
      }
    };
  }

  /** What the pattern finds first, or nothing. */
  TextExpression find(String regex) {
    TextPattern pattern = TextPattern.compile(regex);
    Candidate candidate = candidate(pattern);
    return context -> {
      try {
        String possible = candidate.of(context);
        return possible == null ? "" : pattern.find(possible);
      } catch (CelRuntimeException e) {
        throw Failures.of(e);
      }
    };
  }

  /** The text, worked out once; absent when it has nothing of what a match needs. */
  @FunctionalInterface
  private interface Candidate {
    @Nullable String of(EventContext context) throws EvaluationException;
  }

  /** Looks for what a match needs before a text is decoded. */
  private Candidate candidate(TextPattern pattern) {
    Encoded here = encoded;
    if (here != null && !pattern.required().isEmpty()) {
      return context -> pattern.isRuledOut(here.of(context)) ? null : text.text(context);
    }
    return context -> {
      String decoded = text.text(context);
      return pattern.isRuledOut(decoded, context.scratch()) ? null : decoded;
    };
  }

  private @Nullable Encoded encodedFor(String constant) {
    return isSound(constant) ? encoded : null;
  }

  static boolean isSound(String constant) {
    return constant.indexOf(REPLACEMENT) < 0;
  }

  private static byte[] bytes(String constant) {
    return constant.getBytes(StandardCharsets.UTF_8);
  }
}
