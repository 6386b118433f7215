package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.LanguageReference.Entry;
import dev.tocsin.language.function.FunctionLibrary;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference of the language is what there is. */
class LanguageReferenceTest {
  /** For the checker and for macros; nobody writes them. */
  private static final Set<String> HIDDEN =
      Set.of("@not_strictly_false", "__not_strictly_false__", "_in_", "in", "reverse");

  static List<Entry> entries() {
    return Stream.concat(
            LanguageReference.allFields().stream(), LanguageReference.allFunctions().stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEntryHasOneSentenceAndAnExampleThatCompiles(Entry entry) {
    assertThat(entry.meaning()).matches("[A-Z0-9][^\\n]*[^.]\\.");
    assertThat(entry.kinds()).isNotEmpty().doesNotContain(EventKind.UNKNOWN);
    Environment.Checked checked =
        LanguageReference.environment().check(entry.name(), entry.example(), ResultType.BOOL);
    assertThat(checked.diagnostics()).isEmpty();
  }

  @Test
  void theExampleOfAFieldReadsIt() {
    for (Entry field : LanguageReference.allFields()) {
      String path = field.name().replace(".NAME", ".too").replace("[]", "");
      String last = path.substring(path.lastIndexOf('.') + 1);
      assertThat(field.example()).as(field.name()).contains(last);
    }
  }

  @Test
  void everyFunctionIsThere() {
    Set<String> told =
        FunctionTable.read().stream().map(FunctionNote::name).collect(Collectors.toSet());

    assertThat(new TreeSet<>(told)).isEqualTo(declared());
  }

  private static Set<String> declared() {
    Set<String> names =
        new TreeSet<>(
            Set.of("arg", "existsOne", "transformList", "transformMap", "transformMapEntry"));
    for (var function : CelStandardDeclarations.StandardFunction.values()) {
      names.add(function.functionDecl().name());
    }
    for (var function : CelStringExtensions.Function.values()) {
      names.add(CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, function.name()));
    }
    names.remove("quote");
    names.add("strings.quote");
    CelStandardMacro.STANDARD_MACROS.forEach(macro -> names.add(macro.getFunction()));
    for (FunctionLibrary library : Environment.LIBRARIES) {
      names.addAll(library.names());
    }
    names.removeAll(HIDDEN);
    return names;
  }
}
