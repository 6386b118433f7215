package dev.tocsin.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests beside the shipped policies. */
class ShippedTestsTest {
  @Test
  void passAndCoverEveryPolicy() throws Exception {
    List<String> failures = new ArrayList<>();

    TestReport report =
        new PolicyTests(
                "tocsin-system",
                () -> 0,
                file -> {
                  switch (file) {
                    case TestReport.Unusable unusable -> failures.add(unusable.problem());
                    case TestReport.Ran ran ->
                        ran.tests()
                            .forEach(
                                test ->
                                    test.failures()
                                        .forEach(
                                            failure ->
                                                failures.add(
                                                    ran.file()
                                                        + ": "
                                                        + test.name()
                                                        + ": "
                                                        + failure)));
                  }
                })
            .run(List.of(Path.of("config/policies")));

    assertThat(failures).isEmpty();
    assertThat(report.coverage().neverFires()).isEmpty();
    assertThat(report.coverage().neverSilent()).isEmpty();
  }
}
