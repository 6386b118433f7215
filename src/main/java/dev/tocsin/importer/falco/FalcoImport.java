package dev.tocsin.importer.falco;

import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.importer.Conversion;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.PolicyDraft;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.RuleOutcome;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.lint.Linter;
import java.util.List;

/** Makes policies of rules of Falco. */
public final class FalcoImport {
  private FalcoImport() {}

  /** The rules of all files together, since later ones change earlier ones. */
  public static ImportedRules of(List<RuleFile> files, ImportOptions options, Linter linter) {
    AttackCatalog catalog = AttackCatalog.read();
    Conversion conversion = new Conversion(linter, "falco");
    FalcoDefinitions definitions = new FalcoDefinitions();
    for (RuleFile file : files) {
      try {
        definitions.add(
            file,
            (name, why) -> conversion.without(RuleOutcome.refused(file.path(), name, name, why)));
      } catch (NotConvertibleException e) {
        conversion.without(RuleOutcome.refused(file.path(), "", "", e));
      }
    }
    for (FalcoDefinitions.Defined each : definitions.rules()) {
      YamlMap map = each.map();
      String title = map.text("rule");
      try {
        FalcoRule rule = new FalcoRule(map, definitions, conversion.tracing());
        PolicyDraft draft =
            rule.draft(conversion.names().of(title, each.file().stem()), options, catalog);
        draft.annotate("rule-file", each.file().path().getFileName().toString());
        conversion.converted(
            new RuleOutcome(
                each.file().path(),
                map.line(),
                title,
                title,
                draft.name(),
                rule.policies(),
                rule.paths(),
                "",
                rule.notes()),
            draft.object());
      } catch (NotConvertibleException e) {
        conversion.without(RuleOutcome.refused(each.file().path(), title, title, e));
      }
    }
    return conversion.result();
  }
}
