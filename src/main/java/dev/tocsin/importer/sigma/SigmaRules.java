package dev.tocsin.importer.sigma;

import dev.tocsin.importer.Folding;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.YamlValue.YamlMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of all files by what they ask, and which of them are part of a correlation. */
final class SigmaRules {
  private final ImportOptions options;
  private final Map<SigmaRule, Meaning> rules = new LinkedHashMap<>();
  private final Map<SigmaRule, String> correlated = new LinkedHashMap<>();
  private final Set<String> refusedCorrelations = new HashSet<>();

  /** What a rule asks and the name of its policy, or why it is refused. */
  sealed interface Meaning {}

  record Converted(SigmaRule.Asked asked, String name) implements Meaning {}

  record Refused(NotConvertibleException why) implements Meaning {}

  SigmaRules(ImportOptions options) {
    this.options = options;
  }

  void add(SigmaRule rule, Meaning meaning) {
    rules.put(rule, meaning);
  }

  /** In the order of the files. */
  Set<SigmaRule> all() {
    return Collections.unmodifiableSet(rules.keySet());
  }

  /** Of a rule that was added. */
  Meaning meaning(SigmaRule rule) {
    return Objects.requireNonNull(rules.get(rule), rule.title());
  }

  /** The title of the correlation that a rule is part of, and so no policy of its own. */
  @Nullable String correlationOf(SigmaRule rule) {
    return correlated.get(rule);
  }

  /**
   * @param correlation its title
   */
  boolean isRefused(String correlation) {
    return refusedCorrelations.contains(correlation);
  }

  /** Notes which rules are part of a correlation, and so no policies of their own. */
  void correlate(SigmaRule rule) {
    if (rule.map().get("correlation").orElse(null) instanceof YamlMap correlation
        && !correlation.isTrue("generate")) {
      try {
        SigmaCorrelation read = new SigmaCorrelation(correlation, parts(correlation));
        read.match();
        read.window();
      } catch (NotConvertibleException e) {
        refusedCorrelations.add(rule.title());
      }
      SigmaCorrelation.names(correlation)
          .forEach(each -> find(each).ifPresent(part -> correlated.put(part, rule.title())));
    }
  }

  /**
   * What the rules of a correlation ask, as their filters leave them.
   *
   * @throws NotConvertibleException when one is not known, or refused itself
   */
  List<SigmaRule.Asked> parts(YamlMap correlation) throws NotConvertibleException {
    List<SigmaRule.Asked> parts = new ArrayList<>();
    for (String each : SigmaCorrelation.names(correlation)) {
      parts.add(named(each, correlation.lineOf("rules")));
    }
    if (parts.isEmpty()) {
      throw new NotConvertibleException(
          correlation.lineOf("rules"), "correlation: rules are missing");
    }
    return parts;
  }

  private Optional<SigmaRule> find(String name) {
    return rules.keySet().stream().filter(each -> each.isCalled(name)).findFirst();
  }

  private SigmaRule.Asked named(String name, int line) throws NotConvertibleException {
    SigmaRule rule = known(name, line);
    return switch (meaning(rule)) {
      case Converted converted -> filtered(rule, converted.asked());
      case Refused refused ->
          throw new NotConvertibleException(
              line, "rule '" + name + "' is not convertible: " + refused.why().reason());
    };
  }

  /**
   * The rule that a correlation or a filter names.
   *
   * @param line where it is named
   * @throws NotConvertibleException when there is none, or it is no plain rule
   */
  SigmaRule known(String name, int line) throws NotConvertibleException {
    SigmaRule rule =
        find(name)
            .orElseThrow(
                () ->
                    new NotConvertibleException(
                        line, "rule '" + name + "' is not among the files"));
    if (!rule.isPlain()) {
      throw new NotConvertibleException(
          line,
          "rule '"
              + name
              + (rule.map().has("filter") ? "' is a filter itself" : SigmaCorrelation.CHAINED));
    }
    return rule;
  }

  /** A rule within a correlation, as its filters leave it. */
  private SigmaRule.Asked filtered(SigmaRule rule, SigmaRule.Asked asked)
      throws NotConvertibleException {
    List<RuleCondition> parts = new ArrayList<>(List.of(asked.condition()));
    Set<String> notes = new LinkedHashSet<>(asked.notes());
    for (SigmaRule each : rules.keySet()) {
      if (SigmaFilter.isFor(each, rule, asked.source())) {
        parts.add(SigmaFilter.condition(each, options, notes));
      }
    }
    return new SigmaRule.Asked(
        asked.source(), new Folding().fold(RuleCondition.all(parts)), List.copyOf(notes));
  }
}
