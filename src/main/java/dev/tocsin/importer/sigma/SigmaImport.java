package dev.tocsin.importer.sigma;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Lists;
import dev.tocsin.api.v1alpha1.Limits;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes policies of rules of Sigma. */
public final class SigmaImport {
  private final ImportOptions options;
  private final AttackCatalog catalog = AttackCatalog.read();
  private final Conversion conversion;
  private final SigmaRules rules;
  private final Map<String, List<RuleOutcome>> others = new TreeMap<>();

  private SigmaImport(ImportOptions options, Linter linter) {
    this.options = options;
    this.conversion = new Conversion(linter, "sigma");
    this.rules = new SigmaRules(options);
  }

  /** The rules of all files, in their order. */
  public static ImportedRules of(List<RuleFile> files, ImportOptions options, Linter linter) {
    SigmaImport sigma = new SigmaImport(options, linter);
    List<SigmaRule> all = new ArrayList<>();
    files.forEach(file -> all.addAll(sigma.read(file)));
    all.forEach(sigma.rules::correlate);
    all.forEach(sigma::write);
    sigma.others.values().forEach(sigma::writeTogether);
    return sigma.conversion.result();
  }

  private List<SigmaRule> read(RuleFile file) {
    List<SigmaRule> read = new ArrayList<>();
    try {
      List<YamlMap> documents =
          SigmaDocuments.read(
              file.text(),
              why -> conversion.without(RuleOutcome.refused(file.path(), "", "", why)));
      for (YamlMap each : documents) {
        SigmaRule rule = new SigmaRule(file, each);
        read.add(rule);
        rules.add(rule, meaning(rule, documents.size() == 1));
      }
    } catch (NotConvertibleException e) {
      conversion.without(RuleOutcome.refused(file.path(), "", "", e));
    }
    return read;
  }

  private SigmaRules.Meaning meaning(SigmaRule rule, boolean alone) {
    String stem = rule.file().stem();
    try {
      if (rule.isPlain()) {
        SigmaRule.Asked asked = rule.asked(options);
        return new SigmaRules.Converted(asked, name(rule, alone, stem));
      }
      return new SigmaRules.Converted(SigmaRule.Asked.NOTHING, name(rule, alone, stem));
    } catch (NotConvertibleException e) {
      return new SigmaRules.Refused(e);
    }
  }

  private String name(SigmaRule rule, boolean alone, String stem) {
    return alone
        ? conversion.names().of(stem, rule.title())
        : conversion.names().of(rule.title(), stem);
  }

  private void write(SigmaRule rule) {
    try {
      switch (rules.meaning(rule)) {
        case SigmaRules.Refused refused -> throw refused.why();
        case SigmaRules.Converted converted -> {
          if (rule.map().has("correlation")) {
            correlation(rule, converted.name());
          } else if (rule.map().has("filter")) {
            filter(rule, converted.name());
          } else {
            plain(rule, converted);
          }
        }
      }
    } catch (NotConvertibleException e) {
      RuleOutcome outcome = RuleOutcome.refused(rule.file().path(), rule.id(), rule.title(), e);
      if (e.reason().startsWith(LogSource.OTHER_PRODUCT)) {
        others
            .computeIfAbsent(folder(rule) + " " + e.reason(), key -> new ArrayList<>())
            .add(outcome);
      } else {
        conversion.without(outcome);
      }
    }
  }

  private static Path folder(SigmaRule rule) {
    Path parent = rule.file().path().getParent();
    return parent == null ? Path.of(".") : parent;
  }

  /** A folder of rules for another system is one line. */
  private void writeTogether(List<RuleOutcome> outcomes) {
    RuleOutcome first = outcomes.getFirst();
    conversion.without(
        outcomes.size() == 1
            ? first
            : RuleOutcome.refused(
                Optional.ofNullable(first.file().getParent()).orElse(Path.of(".")),
                "",
                outcomes.size() + " rules",
                new NotConvertibleException(1, first.reason())));
  }

  private void plain(SigmaRule rule, SigmaRules.Converted converted)
      throws NotConvertibleException {
    SigmaRule.Asked asked = converted.asked();
    Set<String> notes = new LinkedHashSet<>(asked.notes());
    String correlation = rules.correlationOf(rule);
    if (correlation != null) {
      if (rules.isRefused(correlation)) {
        throw new NotConvertibleException(
            rule.map().line(), "part of a correlation that is not convertible: " + correlation);
      }
      notes.add("part of the correlation '" + correlation + "', and no policy of its own");
      conversion.without(outcome(rule, converted.name(), new Tracing(), notes));
      return;
    }
    List<String> said = new ArrayList<>();
    PolicyDraft draft = rule.draft(converted.name(), options, catalog, said);
    notes.addAll(said);
    Tracing tracing = new Tracing();
    tracing.add(asked, notes);
    draft
        .events(List.of(asked.source().eventKind()))
        .match(asked.condition())
        .requires(tracing.policies, List.of());
    conversion.converted(outcome(rule, draft.name(), tracing, notes), draft.object());
  }

  /** What the rules of one policy need to be traced. */
  private final class Tracing {
    private final List<String> policies = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    void add(SigmaRule.Asked asked, Set<String> notes) {
      switch (asked.source()) {
        case PROCESS_CREATION, AUDITD -> {}
        case FILE_EVENT -> {
          FileTracing.Needed needed =
              conversion.tracing().of(asked.condition(), FileTracing.Access.WRITE);
          policies.addAll(needed.policies());
          paths.addAll(needed.paths());
          notes.addAll(needed.notes());
          notes.add(
              "a file that is created: every write, rename and link is seen, of files that were"
                  + " there too; the kernel compares paths with case");
        }
        case NETWORK_CONNECTION -> {
          policies.add("tocsin-connect");
          notes.add("connections are attempts over TCP, and none to the loopback");
        }
      }
    }
  }

  private static RuleOutcome outcome(
      SigmaRule rule, String policy, Tracing tracing, Set<String> notes) {
    return new RuleOutcome(
        rule.file().path(),
        rule.map().line(),
        rule.id(),
        rule.title(),
        policy,
        tracing.policies.stream().distinct().toList(),
        tracing.paths.stream().distinct().toList(),
        "",
        List.copyOf(notes));
  }

  private void correlation(SigmaRule rule, String name) throws NotConvertibleException {
    int line = rule.map().lineOf("correlation");
    if (!(rule.map().get("correlation").orElse(null) instanceof YamlMap map)) {
      throw new NotConvertibleException(line, "correlation is no mapping");
    }
    Set<String> notes = new LinkedHashSet<>();
    Tracing tracing = new Tracing();
    List<SigmaRule.Asked> parts = rules.parts(map);
    for (SigmaRule.Asked each : parts) {
      notes.addAll(each.notes());
      tracing.add(each, notes);
    }
    SigmaCorrelation correlation = new SigmaCorrelation(map, parts);
    List<String> said = new ArrayList<>();
    PolicyDraft draft =
        rule.draft(name, options, catalog, said)
            .events(parts.stream().map(each -> each.source().eventKind()).distinct().toList())
            .match(correlation.match())
            .window(correlation.window())
            .requires(tracing.policies, List.of());
    notes.addAll(said);
    conversion.converted(outcome(rule, name, tracing, notes), draft.object());
  }

  private void filter(SigmaRule rule, String name) throws NotConvertibleException {
    if (!(rule.map().get("filter").orElse(null) instanceof YamlMap map)) {
      throw new NotConvertibleException(rule.map().lineOf("filter"), "filter is no mapping");
    }
    List<String> policies = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    LogSource source = LogSource.of(rule.map());
    boolean counted = false;
    for (String each : SigmaFilter.names(map)) {
      SigmaRule named = rules.known(each, map.lineOf("rules"));
      if (rules.meaning(named) instanceof SigmaRules.Refused refused) {
        notes.add(
            "not for rule '" + each + "', which is not convertible: " + refused.why().reason());
      }
    }
    for (SigmaRule each : rules.all()) {
      if (each.isPlain()
          && rules.meaning(each) instanceof SigmaRules.Converted converted
          && SigmaFilter.isFor(rule, each, converted.asked().source())) {
        if (rules.correlationOf(each) != null) {
          counted = true;
          notes.add("joined to the condition of '" + each.title() + "' in its correlation");
        } else {
          policies.add(converted.name());
        }
      }
    }
    if (policies.isEmpty() && !counted) {
      throw new NotConvertibleException(
          map.lineOf("rules"), "filter: none of its rules is a policy of its log source");
    }
    if (policies.isEmpty()) {
      SigmaFilter.condition(rule, options, notes);
      conversion.without(outcome(rule, "", new Tracing(), notes));
    }
    List<List<String>> parts = Lists.partition(policies, Limits.ENTRIES);
    for (int i = 0; i < parts.size(); i++) {
      String own = i == 0 ? name : conversion.names().of(name);
      ObjectNode exception = SigmaFilter.exception(rule, own, parts.get(i), options, notes);
      conversion.converted(outcome(rule, own, new Tracing(), notes), exception);
    }
  }
}
