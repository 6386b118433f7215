package dev.tocsin.alert;

import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Facts.FileSnapshot;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds what a finding that waits to be written keeps in memory. Linux lets a command line be 2
 * MiB long, and who attacks chooses it; the bound is above what any alert object can hold.
 */
final class Retention {
  private static final int TEXT = 8192;
  private static final int ANCESTORS = 16;

  private Retention() {}

  static Finding bound(Finding finding) {
    Facts facts = finding.facts();
    List<ProcessSnapshot> ancestors =
        facts.ancestors().stream().limit(ANCESTORS).map(process -> cut(process, TEXT)).toList();
    Map<String, String> group = new LinkedHashMap<>();
    finding.group().forEach((expression, value) -> group.put(expression, Text.cut(value, TEXT)));
    FileSnapshot file = facts.file();
    return new Finding(
        Text.cut(finding.id(), TEXT),
        finding.policy(),
        group,
        Text.cut(finding.message(), TEXT),
        facts.toBuilder()
            .function(Text.cut(facts.function(), TEXT))
            .tracingPolicy(Text.cut(facts.tracingPolicy(), TEXT))
            .process(cut(facts.process(), TEXT))
            .ancestors(ancestors)
            .file(new FileSnapshot(Text.cut(file.path(), TEXT), file.flags(), file.permission()))
            .build());
  }

  static ProcessSnapshot cut(ProcessSnapshot process, int bound) {
    return process.withTexts(text -> Text.cut(text, bound));
  }
}
