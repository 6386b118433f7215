package dev.tocsin.importer.sigma;

import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.importer.Conversion;
import dev.tocsin.importer.FileTracing;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.PolicyDraft;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.RuleOutcome;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.lint.Linter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes policies of rules of Sigma. */
public final class SigmaImport {
  private final ImportOptions options;
  private final AttackCatalog catalog = AttackCatalog.read();
  private final Conversion conversion;

  private SigmaImport(ImportOptions options, Linter linter) {
    this.options = options;
    this.conversion = new Conversion(linter);
  }

  /** The rules of all files, in their order. */
  public static ImportedRules of(List<RuleFile> files, ImportOptions options, Linter linter) {
    SigmaImport sigma = new SigmaImport(options, linter);
    files.forEach(sigma::file);
    return sigma.conversion.result();
  }

  private void file(RuleFile file) {
    List<YamlMap> documents;
    try {
      documents = SigmaDocuments.read(file.text());
    } catch (NotConvertibleException e) {
      conversion.refused(RuleOutcome.refused(file.path(), "", "", e));
      return;
    }
    for (YamlMap each : documents) {
      SigmaRule rule = new SigmaRule(file, each);
      try {
        convert(rule, documents.size() == 1);
      } catch (NotConvertibleException e) {
        conversion.refused(RuleOutcome.refused(file.path(), rule.id(), rule.title(), e));
      }
    }
  }

  private void convert(SigmaRule rule, boolean alone) throws NotConvertibleException {
    YamlMap map = rule.map();
    for (String kind : List.of("correlation", "filter")) {
      if (map.has(kind)) {
        throw new NotConvertibleException(map.lineOf(kind), kind + "s are not supported yet");
      }
    }
    SigmaRule.Asked asked = rule.asked(options);
    Set<String> notes = new LinkedHashSet<>(asked.notes());
    List<String> tracing = new ArrayList<>();
    List<String> traced = new ArrayList<>();
    List<String> said = new ArrayList<>();
    String stem = rule.file().stem();
    PolicyDraft draft =
        rule.draft(
            alone
                ? conversion.names().of(stem, rule.title())
                : conversion.names().of(rule.title(), stem),
            options,
            catalog,
            said);
    notes.addAll(said);
    switch (asked.source()) {
      case PROCESS_CREATION -> {}
      case FILE_EVENT -> {
        FileTracing.Needed needed = conversion.tracing().of(asked.condition(), FileTracing.Access.WRITE);
        tracing.addAll(needed.policies());
        traced.addAll(needed.paths());
        notes.addAll(needed.notes());
        notes.add(
            "a file that is created: every write, rename and link is seen, of files that were"
                + " there too; the kernel compares paths with case");
      }
      case NETWORK_CONNECTION -> {
        tracing.add("tocsin-connect");
        notes.add("connections are attempts over TCP, and none to the loopback");
      }
    }
    draft
        .events(List.of(asked.source().eventKind()))
        .match(asked.condition())
        .requires(tracing, List.of());
    conversion.converted(
        new RuleOutcome(
            rule.file().path(),
            map.line(),
            rule.id(),
            rule.title(),
            draft.name(),
            tracing,
            traced,
            "",
            List.copyOf(notes)),
        draft.object());
  }
}
