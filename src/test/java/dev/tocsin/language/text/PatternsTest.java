package dev.tocsin.language.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of a pattern hold for whatever RE2/J makes of it. */
class PatternsTest {
  /** What the scan adds up is never less than what RE2/J makes of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theScanOfAPatternIsABound(long seed) {
    NastyPatterns patterns = new NastyPatterns(new Random(seed));
    for (int i = 0; i < 3_000; i++) {
      String regex = patterns.next();
      long steps;
      try {
        steps = PatternScan.steps(regex);
      } catch (PatternSyntaxException e) {
        continue;
      }
      if (steps > 10_000) {
        continue;
      }
      try {
        assertThat(Pattern.compile(regex).programSize()).as(regex).isLessThanOrEqualTo((int) steps);
      } catch (PatternSyntaxException e) {
        // no pattern at all
      }
    }
  }

  /** The largest that is accepted has room in a quarter of the default stack. */
  @Test
  void theDeepestAcceptedPatternFitsTheStack() throws InterruptedException {
    Pattern deepest = Patterns.compile("(?:a?){496}[b]");
    boolean[] matched = new boolean[1];
    Thread thread =
        new Thread(
            null,
            () -> matched[0] = deepest.matcher("aab").find(),
            "quarter of a stack",
            256 << 10);
    thread.start();
    thread.join(TimeUnit.SECONDS.toMillis(30));

    assertThat(matched[0]).isTrue();
  }
}
