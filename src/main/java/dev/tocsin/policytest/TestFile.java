package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * One file of tests.
 *
 * @param manifests the policies under test, and the files with what they refer to
 * @param objects manifests that stand in the test file itself; they win over those of the same name
 *     in files
 * @param podFiles pods, nodes and namespaces as kubectl prints them
 * @param pods the same in the test file: short forms, or whole objects
 */
record TestFile(
    Path path,
    List<Path> manifests,
    List<JsonNode> objects,
    List<Path> podFiles,
    List<JsonNode> pods,
    List<TestCase> tests) {

  /** One test: what happens, and what must come of it. */
  record TestCase(String name, List<Step> steps, List<ExpectedAlert> expected) {}
}
