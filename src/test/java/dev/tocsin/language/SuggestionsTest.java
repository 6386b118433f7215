package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write who come from elsewhere, and what they are told. */
class SuggestionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          process.name == 'sh' and process.pid == 1     # unexpected 'and': write &&
          process.name == 'sh' AND process.pid == 1     # unexpected 'AND': write &&
          process.name == 'sh' or process.pid == 1      # unexpected 'or': write ||
          not process.name == 'sh'                      # write !
          process.name == 'sh' & process.pid == 1       # write &&
          process.name == 'sh' | process.pid == 1       # write ||
          process.name = 'sh'                           # unexpected '=': write ==
          process.name contains 'sh'                    # write TEXT.contains('...')
          process.name startswith 'sh'                  # write TEXT.startsWith('...')
          process.name like 'sh'                        # write TEXT.contains('...')
          process.arguments.matches('\\d+')             # write r'...', or \\\\ for each
          process.arguments.matches("\\s")              # write r'...', or \\\\ for each
          process.name in 'sh,bash'                     # a list, as in ['a', 'b']
          process.name == 1                             # a text in quotes
          process.pid == '1'                            # a number stands without quotes
          process.name && process.pid == 1              # it wants conditions
          process.name == ['sh']                        # write VALUE in LIST
          process_exec.process.binary == '/bin/sh'      # write process.binary
          proc.name == 'sh'                             # write process.name
          proces.name == 'sh'                           # did you mean process?
          True                                          # write true
          process.args == '-i'                          # did you mean process.arguments or process.argv?
          parent.cmdline == '-i'                        # did you mean parent.command_line?
          process.nmae == 'sh'                          # did you mean process.name?
          process.argument == 'sh'                      # did you mean process.arguments?
          process.exe == '/bin/sh'                      # did you mean process.binary?
          pod.workload.nam == 'web'                     # did you mean pod.workload.name?
          pod.label['app'] == 'web'                     # did you mean pod.labels?
          connection.dport == 80                        # did you mean connection.destinationPort?
          """)
  void aMistakeIsToldWithWhatWasMeant(String expression, String suggestion) {
    assertThat(check(expression)).contains(suggestion);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process.zzz == 'sh'", "qqq == 'sh'", "process.name == 'sh' )"})
  void whereNothingIsKnownNothingIsSuggested(String expression) {
    assertThat(check(expression)).doesNotContain("mean", "write").isNotEmpty();
  }

  private static String check(String expression) {
    Environment.Checked checked =
        Environment.standard().check("spec.match", expression, ResultType.BOOL);
    assertThat(checked.expression()).isEmpty();
    return checked.diagnostics().toString();
  }
}
