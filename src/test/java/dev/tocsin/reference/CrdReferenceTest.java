package dev.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/reference/crds.md has every field of the CRDs in crds/. */
class CrdReferenceTest {
  @Test
  void thePageHasTheFieldsThatThereAre() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Fields of the objects

            Made from `crds/` by `make docs`. A path with `[]` is an element of a list, with `{}` a value of a map.
            """);
    for (String plural :
        new String[] {
          "detectionpolicies",
          "detectionexceptions",
          "securityalerts",
          "alertoutputs",
          "alertsilences"
        }) {
      JsonNode crd =
          new YAMLMapper().readTree(Path.of("crds", plural + ".tocsin.dev.yaml").toFile());
      CrdFields fields = new CrdFields(crd.at("/spec/versions/0/schema/openAPIV3Schema"));
      assertThat(fields.rows()).as(plural).isNotEmpty();
      page.append("\n## ")
          .append(crd.at("/spec/names/kind").asText())
          .append("\n\n")
          .append(fields.description())
          .append("\n\n| field | type | default | constraint | meaning |\n")
          .append("| --- | --- | --- | --- | --- |\n");
      fields.rows().forEach(row -> page.append(row).append('\n'));
    }

    ReferencePage.named("crds.md").isUpToDate(page.toString());
  }
}
