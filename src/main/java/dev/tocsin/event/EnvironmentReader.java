package dev.tocsin.event;

import dev.tocsin.event.ProcessView.EnvironmentVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the environment of a process. */
final class EnvironmentReader {
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final Layout LAYOUT = new Layout().content(KEY, 1).content(VALUE, 2);

  private EnvironmentReader() {}

  /**
   * @param process the fields of the process
   */
  static List<EnvironmentVariable> read(Fields process) {
    if (!process.has(ProcessLayout.ENVIRONMENT)) {
      return List.of();
    }
    List<EnvironmentVariable> result = new ArrayList<>();
    Fields variable = new Fields(LAYOUT);
    process.each(
        ProcessLayout.ENVIRONMENT,
        (from, to) -> {
          variable.wrap(process.bytes(), from, to);
          result.add(new EnvironmentVariable(variable.text(KEY), variable.text(VALUE)));
        });
    return Collections.unmodifiableList(result);
  }
}
