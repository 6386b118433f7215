package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.GoDuration;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long, as people write it: {@code 30m}, {@code 2h}, {@code 1d12h}, {@code 2w}. */
final class TimeSpan {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,4})w)?(?:(\\d{1,4})d)?(?<rest>.*)");
  private static final int WEEK = 7;

  private TimeSpan() {}

  /**
   * @param option that it is the value of
   * @throws BadInputException when it is none
   */
  static Duration parse(String option, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || text.isEmpty()) {
      throw none(option, text);
    }
    long days = number(form.group(1)) * WEEK + number(form.group(2));
    String rest = form.group("rest");
    if (rest.isEmpty()) {
      return Duration.ofDays(days);
    }
    try {
      return Duration.ofDays(days).plus(GoDuration.parse(rest));
    } catch (IllegalArgumentException e) {
      throw none(option, text);
    }
  }

  private static BadInputException none(String option, String text) {
    return new BadInputException(
        option + ": '" + text + "' is no duration: write it as 30m, 2h, 1d or 1d12h");
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
