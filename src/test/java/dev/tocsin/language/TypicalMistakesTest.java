package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes of people who write Falco, Splunk, SQL or Tetragon's names: one message for each. */
class TypicalMistakesTest {
  private static final Environment ENVIRONMENT =
      Environment.standard().withLists(List.of("shells", "miners"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          proc.name == 'nc'                             # 1:1: undeclared reference to 'proc': write process.name, process.command_line, parent.name and so on
          evt.type == 'execve'                          # 1:1: undeclared reference to 'evt': write event.kind or event.function
          process.name = 'nc'                           # 1:14: unexpected '=': write ==
          process.uid == 0 and process.name == 'nc'     # 1:18: unexpected 'and': write &&
          process.uid == 0 or process.name == 'nc'      # 1:18: unexpected 'or': write ||
          process.name='nc'                             # 1:13: unexpected '=': write ==
          process.name in ('sh', 'bash')                # 1:22: unexpected ',': a list stands in brackets: VALUE in ['a', 'b']
          process.name not in ['sh']                    # 1:14: unexpected 'not': write !(VALUE in LIST)
          process.arguments contains '-e'               # 1:19: unexpected 'contains': write TEXT.contains('...')
          process.name like 'nc%'                       # 1:14: unexpected 'like': write TEXT.contains('...') or TEXT.matches(r'...'); % and * are no wildcards
          process.name =~ 'nc.*'                        # 1:14: unexpected '=~': write TEXT.matches(r'...')
          process.name !~ 'nc.*'                        # 1:14: unexpected '!': write !TEXT.matches(r'...')
          process.name == nc                            # 1:17: undeclared reference to 'nc': a text stands in quotes: 'nc'
          process.name == null                          # 1:14: '==' cannot be applied to (string, null): what is not there reads as empty: write == '', or !has(FIELD)
          process.name.startswith('n')                  # 1:24: undeclared reference to 'startswith': write TEXT.startsWith(TEXT)
          process.name.lower() == 'nc'                  # 1:19: undeclared reference to 'lower': write TEXT.lowerAscii()
          len(process.name) == 2                        # 1:4: undeclared reference to 'len': write TEXT.size()
          pod.labels[?'app'].orValue('') == 'web'       # 1:11: unsupported syntax '[?': there are no optionals: write 'KEY' in MAP && MAP['KEY'] == '...'; a field that is absent reads as empty
          has(pod.labels['app'])                        # 1:4: invalid argument to has() macro: write has(process.uid) of a field, and 'KEY' in pod.labels of a key
          process.name in lists.shell                   # 1:22: undefined field 'shell': did you mean lists.shells?
          process.name in lists.tools                   # 1:22: undefined field 'tools': spec.lists has no 'tools', but shells, miners
          process.name in shells                        # 1:17: undeclared reference to 'shells': did you mean lists.shells?
          pod.id == 'x'                                 # 1:4: undefined field 'id': did you mean pod.uid?
          process.program.arguments == []               # 1:16: undefined field 'arguments': did you mean process.program.args?
          process.commands.exists(c, c.nmae == 'nc')    # 1:29: undefined field 'nmae': did you mean c.name?
          ancestors[0].nmae == 'nc'                     # 1:13: undefined field 'nmae': did you mean ancestors[0].name?
          ancestors.name == 'sshd'                      # 1:10: type 'list(tocsin.Process)' does not support field selection: write LIST.exists(each, each.NAME == '...')
          process.parent.name == 'sshd'                 # 1:8: undefined field 'parent': write parent.name and so on
          args.contains('x')                            # 1:14: 'contains' cannot be applied to list(dyn).(string): write VALUE in LIST, or LIST.exists(each, ...)
          connection.destinationIP in cidr('10.0.0.0/8') # 1:26: 'in' cannot be applied to (string, net.CIDR): write cidr('...').containsIP(ADDRESS)
          process.name == 'it's'                        # 1:21: unexpected 's': a text with ' in it stands in "..."
          """)
  void aMistakeHasOneMessageWithWhatWasMeant(String expression, String expected) {
    Environment.Checked checked = ENVIRONMENT.check("m", expression, ResultType.BOOL);

    assertThat(
            checked.diagnostics().stream()
                .map(each -> each.toString().substring(2))
                .collect(Collectors.joining(" / ")))
        .isEqualTo(expected);
  }
}
