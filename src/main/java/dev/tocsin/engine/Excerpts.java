package dev.tocsin.engine;

import com.google.common.hash.Hashing;
import dev.tocsin.event.ProcessView;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The part of a text that a finding keeps: bounded in UTF-8 bytes, with secrets taken out.
 *
 * <p>Redaction sees what is kept and {@link #CONTEXT} beyond it, and no more: so its cost is
 * bounded too, and a secret that begins in what is kept cannot hide behind the cut. Where different
 * texts must stay different, a digest of the whole stands behind the part.
 */
final class Excerpts {
  /** Bounds of what is kept, in bytes. */
  static final int ARGUMENTS = 4096;

  static final int MESSAGE = 4096;
  static final int TEXT = 1024;

  /** What redaction sees beyond the bound, in bytes: longer than the usual tokens and keys. */
  static final int CONTEXT = 1024;

  private static final int DIGEST_DIGITS = 16;

  private final Redaction redaction;
  private final RecentExcerpts arguments;
  private final RecentExcerpts messages;
  private final RecentExcerpts values;

  Excerpts(Redaction redaction) {
    this.redaction = redaction;
    this.arguments = new RecentExcerpts((text, programs) -> redacted(text, programs, ARGUMENTS));
    this.messages = new RecentExcerpts((text, programs) -> redacted(text, programs, MESSAGE));
    this.values = new RecentExcerpts(this::distinguishing);
  }

  /** A text that holds no secrets. */
  static String plain(String text) {
    return Text.cutToBytes(text, TEXT);
  }

  /** A text of the policy that stands for itself. */
  static String name(String text) {
    return name(text, TEXT);
  }

  static String name(String text, int bound) {
    return Text.fits(text, bound) ? text : identified(text, text, bound);
  }

  /**
   * @param binary what they are for
   */
  String arguments(String text, String binary) {
    return arguments.of(text, List.of(binary));
  }

  /** A message that says nothing of an event: it is the policy's own. */
  static String ownMessage(String text) {
    return Text.cutToBytes(text, MESSAGE);
  }

  /**
   * @param programs what the text is about, here and below
   */
  String message(String text, List<String> programs) {
    return messages.of(text, programs);
  }

  /** A value that distinguishes alerts: by what can be shown of it, and by what was cut. */
  String groupValue(String text, List<String> programs) {
    return values.of(text, programs);
  }

  private String distinguishing(String text, List<String> programs) {
    String seen = Text.beginning(text, TEXT + CONTEXT);
    String shown = redaction.apply(seen, programs);
    return isWhole(seen, text) && Text.fits(shown, TEXT)
        ? shown
        : identified(shown, shown + text.substring(seen.length()), TEXT);
  }

  /** A value that is counted: different texts stay different, whatever can be shown of them. */
  String counted(String text, List<String> programs) {
    String shown = redaction.apply(Text.beginning(text, TEXT + CONTEXT), programs);
    return shown.equals(text) && Text.fits(text, TEXT) ? text : identified(shown, text, TEXT);
  }

  private String redacted(String text, List<String> programs, int bound) {
    String seen = Text.beginning(text, bound + CONTEXT);
    if (isWhole(seen, text)) {
      return Text.cutToBytes(redaction.apply(seen, programs), bound);
    }
    // not what is behind the bound: masks make room, and what is cut there may be half a secret
    String shown = redaction.apply(seen, programs, Text.beginning(text, bound).length());
    return Text.marked(shown, bound, Text.utf8Length(text));
  }

  /** A value that is not to be known: different ones stay different. */
  static String withheld(String text) {
    return identified(ProcessView.WITHHELD, text, TEXT);
  }

  private static boolean isWhole(String seen, String text) {
    return seen.length() == text.length();
  }

  private static String identified(String shown, String whole, int bound) {
    String digest =
        Hashing.sha256()
            .hashString(whole, StandardCharsets.UTF_8)
            .toString()
            .substring(0, DIGEST_DIGITS);
    return Text.cutToBytes(shown, bound - 1 - DIGEST_DIGITS) + "#" + digest;
  }
}
