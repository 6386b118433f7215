package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.policytest.TestFile.TestCase;
import dev.tocsin.policytest.TestReport.CaseResult;
import dev.tocsin.policytest.TestReport.FileResult;
import dev.tocsin.replay.ReplayPolicies;
import dev.tocsin.text.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Runs tests of policies. */
public final class PolicyTests {
  private final String systemNamespace;
  private final LongSupplier nanoTime;
  private final Consumer<FileResult> progress;
  private final TestCoverage.Collector coverage = new TestCoverage.Collector();

  /**
   * @param nanoTime for the time that a test takes, as {@link System#nanoTime}
   * @param progress sees each file's result as it is there
   */
  public PolicyTests(String systemNamespace, LongSupplier nanoTime, Consumer<FileResult> progress) {
    this.systemNamespace = systemNamespace;
    this.nanoTime = nanoTime;
    this.progress = progress;
  }

  /**
   * Runs the tests of files, and of all tests ({@link Manifests#isTest}) below folders. Policies
   * below a folder count for the coverage, tested or not.
   *
   * @throws InvalidTestException when there is no test at all, or a path does not exist
   */
  public TestReport run(List<Path> paths) throws InvalidTestException {
    List<FileResult> results = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        policiesBelow(path);
      }
      for (Path file : testFiles(path)) {
        FileResult result = result(file);
        progress.accept(result);
        results.add(result);
      }
    }
    if (results.isEmpty()) {
      throw new InvalidTestException("there is no .test.yaml file in " + paths);
    }
    return new TestReport(List.copyOf(results), coverage.coverage());
  }

  private static List<Path> testFiles(Path path) throws InvalidTestException {
    if (!Files.exists(path)) {
      throw new InvalidTestException(path + ": there is no such file");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      return below
          .filter(Files::isRegularFile)
          .filter(TestFileReader::isTestFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidTestException(path + ": " + FileFailure.reason(e), e);
    }
  }

  private void policiesBelow(Path folder) throws InvalidTestException {
    try {
      coverage.exist(policiesOf(Manifests.read(List.of(folder), systemNamespace)));
    } catch (InvalidManifestException e) {
      throw new InvalidTestException(String.valueOf(e.getMessage()), e);
    }
  }

  private FileResult result(Path file) {
    try {
      return run(TestFileReader.read(file));
    } catch (InvalidTestException | InvalidManifestException e) {
      return new TestReport.Unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private TestReport.Ran run(TestFile file) throws InvalidTestException, InvalidManifestException {
    List<Path> paths = new ArrayList<>(file.manifests());
    Manifests manifests = Manifests.read(paths, systemNamespace);
    for (JsonNode object : file.objects()) {
      manifests = manifests.with(file.path(), object);
    }
    List<String> policies = policiesOf(manifests);
    coverage.exist(policies);
    SentCheck sent = SentCheck.of(file, manifests);
    ReplayPolicies compiled = ReplayPolicies.of(manifests, systemNamespace);
    List<CaseResult> results = new ArrayList<>();
    for (TestCase test : file.tests()) {
      long start = nanoTime.getAsLong();
      List<String> failures = failures(file, test, compiled, policies, sent);
      results.add(
          new CaseResult(test.name(), failures, sent.notes(test), nanoTime.getAsLong() - start));
    }
    return new TestReport.Ran(file.path(), List.copyOf(results));
  }

  private List<String> failures(
      TestFile file, TestCase test, ReplayPolicies compiled, List<String> policies, SentCheck sent)
      throws InvalidTestException {
    CaseRun.Outcome outcome = new CaseRun(file, test, compiled).run();
    List<String> failures = new ArrayList<>(outcome.problems());
    failures.addAll(sent.failures(test));
    failures.addAll(
        Comparison.failures(outcome.alerts(), test.expected(), onlyPolicy(file, test, policies)));
    if (failures.isEmpty() && !test.steps().isEmpty()) {
      coverage.passed(policies, outcome.fired());
    }
    return List.copyOf(failures);
  }

  /** The name that an expectation may leave out. */
  private static String onlyPolicy(TestFile file, TestCase test, List<String> policies)
      throws InvalidTestException {
    if (policies.size() == 1) {
      return policies.getFirst().substring(policies.getFirst().indexOf('/') + 1);
    }
    if (test.expected().stream().anyMatch(expected -> expected.policy().isEmpty())) {
      throw new InvalidTestException(
          file.path()
              + ": "
              + test.name()
              + ": expect must name a policy, since there are "
              + policies.size());
    }
    return "";
  }

  private static List<String> policiesOf(Manifests manifests) {
    return manifests.policies().stream()
        .map(read -> read.object().getMetadata())
        .map(metadata -> metadata.getNamespace() + "/" + metadata.getName())
        .toList();
  }
}
