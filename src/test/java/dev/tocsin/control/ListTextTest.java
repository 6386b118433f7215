package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTextTest {

  @Test
  void aValueALineAndNothingIsNoted() {
    ListText list = ListText.parse("# tools\n\nnmap\n/opt/a b/c#d\nx{1,3}\n^(a,b)[c,d]$\n  # end");
    assertThat(list.values()).containsExactly("nmap", "/opt/a b/c#d", "x{1,3}", "^(a,b)[c,d]$");
    assertThat(list.notes()).isEmpty();
  }

  /** Signs that nobody sees, and the ends of lines of other systems, are nothing to talk about. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeffnmap\nncat\n",
        "nmap\r\nncat\r\n",
        "nmap\u00a0\n\u3000ncat",
        "nm\u200bap\u200e\n\u2060ncat\u00ad",
        "\tnmap\t\n\u0000ncat\u0007",
        "---\nnmap\nncat\n-\n"
      })
  void whatCannotBeSeenIsNoPartOfAValue(String text) {
    assertThat(ListText.parse(text).values()).containsExactly("nmap", "ncat");
    assertThat(ListText.parse(text).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nmap   # scanner\nncat",
        "- nmap\nncat",
        "- \"nmap\" # scanner\n'ncat'",
        "\"nmap\"\nncat\n",
        "nmap, ncat",
        "nmap,ncat,",
        "\"nmap\", 'ncat'",
      })
  void whatMayBeMeantOtherwiseIsReadAndNoted(String text) {
    assertThat(ListText.parse(text).values()).containsExactly("nmap", "ncat");
    assertThat(ListText.parse(text).notes())
        .isNotEmpty()
        .allSatisfy(note -> assertThat(note).matches("line [12]: .*"));
  }

  @Test
  void quotesAndNumberSignsWithinAValueStay() {
    assertThat(ListText.parse("a'b\n\"a\" b\n\"a # b\"\nit's\n\"").values())
        .containsExactly("a'b", "\"a\" b", "a # b", "it's", "\"");
  }

  @Test
  void notesAreFew() {
    assertThat(ListText.parse("'a'\n".repeat(100)).notes()).hasSize(5);
  }
}
