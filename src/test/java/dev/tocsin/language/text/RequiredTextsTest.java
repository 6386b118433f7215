package dev.tocsin.language.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.tocsin.event.EncodedText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredTextsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          /etc/(passwd|shadow)$         ! cat /etc/shadow   ! cat /etc/hosts
          (^|\\s)--listen(\\s|$)        ! nc --listen       ! nc -l
          (?i)passw|secret              ! the SeCret        ! the sacred
          dump\\s+(binary\\s+)?memory   ! dump memory       ! dump binary
          a[bc]+xyz{2,3}                ! abxyzz            ! abxx
          \\.ssh/id_\\w+                ! /root/.ssh/id_rsa ! /root/xssh/x
          (?:cat){2}                    ! catcat            ! dog
          (?P<verb>delete)\\s           ! delete it         ! create it
          \\x2d\\x2dnow                 ! --now             ! -now
          käse                          ! käse              ! kase
          https?://\\S+:(6443|2379)/     ! http://x:2379/    ! http://x:80/2379
          \\s-(W|R)\\s                   ! iw -W x           ! iw W -x
          ^/dev/((sd|hd)[a-z]+|md\\d)$   ! /dev/sda          ! /dev/null
          /proc/(\\d+|self)/+ns          ! /proc/1/ns        ! /proc/1/maps
          (-u|--user)\\s+(root|admin)    ! su -u root        ! su -u nobody
          (?i)(ab+cd)?ef(gh|ij*)         ! XEFI              ! abcde
          mem|kcore                     ! a kcore           ! a core
          """)
  void aTextWithoutWhatThePatternWantsIsFound(String pattern, String with, String without) {
    RequiredTexts required = RequiredTexts.of(pattern).orElseThrow();

    assertThat(Pattern.compile(pattern).matcher(with).find()).isTrue();
    assertThat(has(required, with)).isTrue();
    assertThat(has(required, without)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "mem|kcore, true",
    "mem, true",
    "(?i)mem|kcore, false",
    "^mem, false",
    "mem|rc\\b, false",
    "mem|x, false",
    "mem+, false"
  })
  void alternativesOfLettersAreAllThatAMatchWants(String pattern, boolean enough) {
    assertThat(RequiredTexts.of(pattern).map(RequiredTexts::enough).orElse(false))
        .isEqualTo(enough);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a*",
        "(abc)?",
        "abc|",
        "[a-z]+",
        "^$",
        ".",
        "(abc){0,3}",
        "\\Qabc\\E",
        "\\pL+abc",
        "(?-i)abc",
        "\\d{2}",
        "x|abc",
        "\ufffd\ufffd"
      })
  void aPatternThatWantsNothingToLookForIsTold(String pattern) {
    assertThat(RequiredTexts.of(pattern)).isEmpty();
  }

  /** A Kelvin sign is a k whose case is ignored. */
  @Test
  void aTextOfOtherLettersMayMatchWhereCaseIsIgnored() {
    RequiredTexts required = RequiredTexts.of("(?i)key").orElseThrow();

    assertThat(Pattern.compile("(?i)key").matcher("\u212aey").find()).isTrue();
    assertThat(has(required, "\u212aey")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noTextThatMatchesIsRefused(long seed) {
    Random random = new Random(seed);
    int told = 0;
    int matched = 0;
    for (int i = 0; i < 3_000; i++) {
      String regex = (random.nextInt(4) == 0 ? "(?i)" : "") + regex(random, 3);
      RequiredTexts required = RequiredTexts.of(regex).orElse(null);
      if (required == null) {
        continue;
      }
      told++;
      Pattern pattern = Pattern.compile(regex);
      for (int j = 0; j < 40; j++) {
        String text = text(random);
        if (pattern.matcher(text).find()) {
          matched++;
          assertThat(has(required, text)).as("%s in %s", regex, text).isTrue();
        } else if (required.enough()) {
          assertThat(has(required, text)).as("%s in %s", regex, text).isFalse();
        }
      }
    }
    assertThat(told).isGreaterThan(200);
    assertThat(matched).isGreaterThan(200);
  }

  private static boolean has(RequiredTexts required, String text) {
    EncodedText encoded = new EncodedText();
    encoded.set(text);
    return required.tables().stream().allMatch(table -> table.finds(encoded));
  }

  private static String regex(Random random, int depth) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String atom = atom(random, depth);
      regex.append(atom);
      if (!atom.startsWith("^")
          && !atom.endsWith("$")
          && !atom.equals("{")
          && random.nextInt(3) == 0) {
        regex.append(pick(random, List.of("*", "+", "?", "{0,2}", "{2}", "{1,}", "+?", "*?")));
      }
    }
    return regex.toString();
  }

  private static String atom(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0, 1, 2 -> pick(random, List.of("a", "b", "A", "k", "ä", "\\.", "ab", "{", "\\x61"));
      case 3 -> pick(random, List.of("[ab]", "[^a]", "[]a]", "[[:alpha:]]", "[\\]b]", ".", "\\w"));
      case 4 -> pick(random, List.of("^", "(?:a|$)", "(?:\\bk)"));
      case 5 -> "(" + regex(random, depth - 1) + ")";
      case 6 -> "(?:" + regex(random, depth - 1) + "|" + regex(random, depth - 1) + ")";
      default -> "(?i:" + regex(random, depth - 1) + ")";
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(
          pick(random, List.of("a", "b", "A", "k", "K", "ä", "\u212a", ".", "ab", "{", "]")));
    }
    return text.toString();
  }

  private static String pick(Random random, List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
