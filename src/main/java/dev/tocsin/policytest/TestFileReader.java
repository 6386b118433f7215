package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tocsin.manifest.Documents;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.policytest.TestFile.TestCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a test file. Its keys:
 *
 * <ul>
 *   <li>{@code policies}: files or folders, from the folder of the test file; absent: the policy of
 *       the same name beside it
 *   <li>{@code objects}: more manifests, such as ConfigMaps and DetectionExceptions: files,
 *       folders, or the objects themselves
 *   <li>{@code pods}: files as kubectl prints them, whole objects, or the short form; see {@link
 *       TestPods}
 *   <li>{@code tests}: each with a {@code name}, {@code events} (see {@link StepReader}) and {@code
 *       expect}, a list of alerts. An alert that is not expected is a failure; an empty list asks
 *       for silence
 * </ul>
 */
final class TestFileReader {
  private final Path path;

  private TestFileReader(Path path) {
    this.path = path;
  }

  static boolean isTestFile(Path file) {
    return Manifests.isTest(file);
  }

  static TestFile read(Path path) throws InvalidTestException {
    return new TestFileReader(path).read();
  }

  private TestFile read() throws InvalidTestException {
    Section file = Section.of(path.toString(), parse());
    List<Path> manifests = policies(file);
    List<JsonNode> objects = new ArrayList<>();
    split(file.items("objects"), manifests, objects);
    List<Path> podFiles = new ArrayList<>();
    List<JsonNode> pods = new ArrayList<>();
    split(file.items("pods"), podFiles, pods);
    List<TestCase> tests = tests(file);
    file.end();
    return new TestFile(
        path,
        List.copyOf(manifests),
        List.copyOf(objects),
        List.copyOf(podFiles),
        List.copyOf(pods),
        tests);
  }

  private JsonNode parse() throws InvalidTestException {
    try {
      List<JsonNode> documents = Documents.read(path);
      if (documents.size() > 1) {
        throw new InvalidTestException(path + ": has " + documents.size() + " documents, not one");
      }
      return documents.isEmpty() ? MissingNode.getInstance() : documents.getFirst();
    } catch (InvalidManifestException e) {
      throw new InvalidTestException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<Path> policies(Section file) throws InvalidTestException {
    List<Path> paths = new ArrayList<>();
    for (String each : file.texts("policies")) {
      paths.add(path.resolveSibling(each).normalize());
    }
    if (paths.isEmpty()) {
      paths.add(besideIt());
    }
    return paths;
  }

  /** {@code NAME.yaml}, or {@code NAME.yml} where only that is there. */
  private Path besideIt() {
    String name = path.getFileName().toString().replaceFirst("\\.test\\.ya?ml$", "");
    Path yml = path.resolveSibling(name + ".yml");
    Path yaml = path.resolveSibling(name + ".yaml");
    return Files.exists(yml) && !Files.exists(yaml) ? yml : yaml;
  }

  /** Texts are paths, mappings are objects. */
  private void split(List<JsonNode> items, List<Path> paths, List<JsonNode> objects) {
    for (JsonNode item : items) {
      if (item.isTextual()) {
        paths.add(path.resolveSibling(item.asText()).normalize());
      } else {
        objects.add(item);
      }
    }
  }

  private List<TestCase> tests(Section file) throws InvalidTestException {
    List<TestCase> tests = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode item : file.items("tests")) {
      TestCase test = test(path + ": tests[" + tests.size() + "]", item);
      if (!names.add(test.name())) {
        throw file.invalid("tests", "there are two of the name " + test.name());
      }
      tests.add(test);
    }
    if (tests.isEmpty()) {
      throw file.invalid("tests", "there is none");
    }
    return List.copyOf(tests);
  }

  private TestCase test(String place, JsonNode item) throws InvalidTestException {
    Section test = Section.of(place, item);
    StepReader reader = new StepReader(path);
    List<Step> steps = new ArrayList<>();
    for (JsonNode event : test.items("events")) {
      steps.add(reader.read(place + ".events[" + steps.size() + "]", event));
    }
    if (!test.has("expect")) {
      throw test.invalid("expect", "is required; an empty list asks for silence");
    }
    List<ExpectedAlert> expected = new ArrayList<>();
    for (JsonNode alert : test.items("expect")) {
      expected.add(expected(place + ".expect[" + expected.size() + "]", alert));
    }
    TestCase read = new TestCase(test.text("name"), List.copyOf(steps), List.copyOf(expected));
    test.end();
    return read;
  }

  private static ExpectedAlert expected(String place, JsonNode item) throws InvalidTestException {
    Section alert = Section.of(place, item);
    Map<String, FieldMatcher> fields = new LinkedHashMap<>();
    for (var field : alert.mapping("with").properties()) {
      fields.put(
          field.getKey(),
          FieldMatcher.read(alert.at("with") + "." + field.getKey(), field.getValue()));
    }
    ExpectedAlert read =
        new ExpectedAlert(
            alert.optionalText("policy"),
            alert.number("alerts", 1),
            alert.has("findings")
                ? OptionalLong.of(alert.number("findings", 0))
                : OptionalLong.empty(),
            fields);
    alert.end();
    return read;
  }
}
