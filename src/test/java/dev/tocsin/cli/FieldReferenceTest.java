package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.reference.ReferencePage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/reference/fields.md, and what {@code tocsin fields} prints from the same source. */
class FieldReferenceTest {
  @Test
  void thePageIsWhatTheCommandPrints() throws IOException {
    Invocation page = Invocation.of("fields", "-o", "md");

    assertThat(page.exitCode()).as(page.err()).isZero();
    ReferencePage.named("fields.md").isUpToDate(page.out());
  }

  @Test
  void aKindHasOnlyWhatItsEventsCanHave() {
    assertThat(Invocation.of("fields", "processexec").out())
        .containsPattern("(?m)^process\\.binary +string +processes +index")
        .doesNotContain("\nfile.path", "event.status", "arg('LABEL')");
    assertThat(Invocation.of("fields", "FileAccess").out())
        .containsPattern("(?m)^file\\.path +string +hooks +index")
        .contains("arg('LABEL')");
  }

  @Test
  void programsReadTheSame() throws IOException {
    JsonNode entries = new ObjectMapper().readTree(Invocation.of("fields", "-o", "json").out());

    assertThat(entries)
        .anySatisfy(
            entry -> {
              assertThat(entry.get("name").asText()).isEqualTo("event.status");
              assertThat(entry.get("events").toString()).isEqualTo("[\"ProcessExit\"]");
              assertThat(entry.get("example").asText()).isEqualTo("event.status != 0");
              assertThat(entry.get("cost").asText()).isEqualTo("compiled");
            });
  }

  @Test
  void anUnknownKindIsNamedWithThoseThereAre() {
    Invocation unknown = Invocation.of("fields", "ProcessExecve");

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("there is no kind of event 'ProcessExecve'; there are ProcessExec, ");
  }
}
