package dev.tocsin.policytest;

import java.nio.file.Path;
import java.util.List;

/** What the tests of some files and folders came to. */
public record TestReport(List<FileResult> files, TestCoverage coverage) {

  /** The tests of one file. */
  public sealed interface FileResult {
    Path file();
  }

  /** Its tests ran. */
  public record Ran(Path file, List<CaseResult> tests) implements FileResult {}

  /**
   * It could not be run.
   *
   * @param problem names the place, for people
   */
  public record Unusable(Path file, String problem) implements FileResult {}

  /**
   * One test.
   *
   * @param failures in words; empty when it passed
   * @param notes what could not be decided, in words
   */
  public record CaseResult(String name, List<String> failures, List<String> notes, long nanos) {
    public boolean passed() {
      return failures.isEmpty();
    }
  }

  public long passed() {
    return cases().filter(CaseResult::passed).count();
  }

  public long failed() {
    return cases().filter(test -> !test.passed()).count();
  }

  public List<Unusable> unusable() {
    return files.stream().filter(Unusable.class::isInstance).map(Unusable.class::cast).toList();
  }

  private java.util.stream.Stream<CaseResult> cases() {
    return files.stream()
        .filter(Ran.class::isInstance)
        .flatMap(file -> ((Ran) file).tests().stream());
  }
}
