package dev.tocsin.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.lint.Linter;
import dev.tocsin.policytest.PolicyTests;
import dev.tocsin.policytest.TestReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What the pipeline of the nodes makes of events, with imported policies. */
public final class Replayed {
  public static final Linter LINTER =
      new Linter("tocsin-system", InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z")));

  private Replayed() {}

  /**
   * The events for which the first policy does not do what it should, with why; empty when it does.
   *
   * @param yes events of policy tests that must make an alert; several in a list are one test
   * @param no events that must not
   * @param image of pod {@code shop/web}; may be empty
   */
  public static List<String> failures(
      ImportedRules rules, JsonNode yes, JsonNode no, String image, Path folder) throws Exception {
    List<ObjectNode> others = new ArrayList<>();
    for (ObjectNode object : rules.objects()) {
      Files.writeString(
          folder.resolve(object.at("/metadata/name").asText() + ".yaml"), PolicyYaml.of(object));
      if (!object.path("kind").asText().equals("DetectionPolicy")) {
        others.add(object);
      }
    }
    String policy = rules.objects().getFirst().at("/metadata/name").asText();
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.putArray("policies").add(policy + ".yaml");
    others.forEach(file.withArray("objects")::add);
    if (!image.isEmpty()) {
      file.withArray("pods").addObject().put("name", "shop/web").put("image", image);
    }
    ArrayNode tests = file.putArray("tests");
    yes.forEach(event -> tests.add(test(event, true)));
    no.forEach(event -> tests.add(test(event, false)));
    write(folder.resolve("imported.test.yaml"), file);
    TestReport report =
        new PolicyTests("tocsin-system", () -> 0, result -> {})
            .run(List.of(folder.resolve("imported.test.yaml")));
    List<String> failures = new ArrayList<>();
    report.unusable().forEach(each -> failures.add(each.problem()));
    for (TestReport.FileResult result : report.files()) {
      if (result instanceof TestReport.Ran ran) {
        ran.tests().stream()
            .filter(each -> !each.passed())
            .forEach(each -> failures.add(each.name() + ": " + each.failures()));
      }
    }
    return failures;
  }

  private static ObjectNode test(JsonNode event, boolean fires) {
    ObjectNode test = JsonNodeFactory.instance.objectNode();
    test.put("name", (fires ? "fires: " : "stays silent: ") + event);
    if (event.isArray()) {
      test.set("events", event);
    } else {
      test.putArray("events").add(event);
    }
    ArrayNode expected = test.putArray("expect");
    if (fires) {
      expected.addObject().put("alerts", 1);
    }
    return test;
  }

  private static void write(Path file, ObjectNode content) throws IOException {
    Files.writeString(file, content.toPrettyString());
  }
}
