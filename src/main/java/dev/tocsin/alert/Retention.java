package dev.tocsin.alert;

import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Facts.FileFacts;
import dev.tocsin.engine.Facts.ProcessFacts;
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
    List<ProcessFacts> ancestors =
        facts.ancestors().stream().limit(ANCESTORS).map(process -> cut(process, TEXT)).toList();
    Map<String, String> group = new LinkedHashMap<>();
    finding.group().forEach((expression, value) -> group.put(expression, Text.cut(value, TEXT)));
    FileFacts file = facts.file();
    return new Finding(
        Text.cut(finding.id(), TEXT),
        finding.policy(),
        group,
        Text.cut(finding.message(), TEXT),
        new Facts(
            facts.kind(),
            facts.timeNanos(),
            facts.node(),
            facts.cluster(),
            Text.cut(facts.function(), TEXT),
            Text.cut(facts.tracingPolicy(), TEXT),
            facts.where(),
            cut(facts.process(), TEXT),
            ancestors,
            facts.connection(),
            new FileFacts(Text.cut(file.path(), TEXT), file.flags(), file.permission())));
  }

  static ProcessFacts cut(ProcessFacts process, int bound) {
    return new ProcessFacts(
        Text.cut(process.execId(), bound),
        process.pid(),
        process.uid(),
        Text.cut(process.user(), bound),
        Text.cut(process.binary(), bound),
        Text.cut(process.name(), bound),
        Text.cut(process.arguments(), bound),
        Text.cut(process.cwd(), bound),
        process.startTimeNanos());
  }
}
