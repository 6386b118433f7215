package dev.tocsin.importer.falco;

import com.google.common.base.Ascii;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlEntry;
import dev.tocsin.importer.YamlValue.YamlList;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.falco.FalcoExpression.Both;
import dev.tocsin.importer.falco.FalcoExpression.Check;
import dev.tocsin.importer.falco.FalcoExpression.Either;
import dev.tocsin.importer.falco.FalcoExpression.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exceptions of a rule: each entry of values must hold as a whole, one entry is enough. */
final class FalcoExceptions {
  private FalcoExceptions() {}

  /** Exceptions of the same name get the values of both. */
  static YamlList joined(YamlValue before, YamlValue more) throws NotConvertibleException {
    Map<String, YamlMap> all = new LinkedHashMap<>();
    for (YamlValue each : before.items()) {
      all.put(map(each).text("name"), map(each));
    }
    for (YamlValue each : more.items()) {
      YamlMap map = map(each);
      YamlMap old = all.get(map.text("name"));
      all.put(map.text("name"), old == null ? map : withValues(old, map));
    }
    return new YamlList(List.copyOf(all.values()), before.line());
  }

  private static YamlMap withValues(YamlMap old, YamlMap more) {
    List<YamlValue> values =
        new ArrayList<>(old.get("values").map(YamlValue::items).orElse(List.of()));
    values.addAll(more.get("values").map(YamlValue::items).orElse(List.of()));
    List<YamlEntry> entries =
        new ArrayList<>(
            old.entries().stream().filter(each -> !each.key().equals("values")).toList());
    entries.add(
        new YamlEntry(
            "values", more.lineOf("values"), new YamlList(List.copyOf(values), more.line())));
    return new YamlMap(List.copyOf(entries), old.line());
  }

  private static YamlMap map(YamlValue value) throws NotConvertibleException {
    if (value instanceof YamlMap map && !map.text("name").isEmpty()) {
      return map;
    }
    throw new NotConvertibleException(value.line(), "an exception without a name");
  }

  /** By name, those that have values. */
  static Map<String, FalcoExpression> read(YamlMap rule, FalcoDefinitions definitions)
      throws NotConvertibleException {
    Map<String, FalcoExpression> exceptions = new LinkedHashMap<>();
    for (YamlValue each : rule.get("exceptions").map(YamlValue::items).orElse(List.of())) {
      YamlMap exception = map(each);
      List<YamlValue> values = exception.get("values").map(YamlValue::items).orElse(List.of());
      if (!values.isEmpty()) {
        exceptions.put(exception.text("name"), expression(exception, values, definitions));
      }
    }
    return exceptions;
  }

  private static FalcoExpression expression(
      YamlMap exception, List<YamlValue> values, FalcoDefinitions definitions)
      throws NotConvertibleException {
    YamlValue fields = exception.get("fields").orElse(null);
    if (fields == null) {
      throw new NotConvertibleException(exception.line(), "an exception without fields");
    }
    if (!(fields instanceof YamlList several)) {
      String comparison = exception.text("comps");
      List<String> all = new ArrayList<>();
      for (YamlValue each : values) {
        all.addAll(texts(each, definitions));
      }
      return new Check(
          Subject.of(fields.plain()),
          comparison.isEmpty() ? "in" : Ascii.toLowerCase(comparison),
          "",
          all,
          "");
    }
    List<String> comparisons = exception.texts("comps");
    List<FalcoExpression> entries = new ArrayList<>();
    for (YamlValue entry : values) {
      List<YamlValue> parts = entry.items();
      if (parts.size() != several.values().size()
          || !comparisons.isEmpty() && comparisons.size() != parts.size()) {
        throw new NotConvertibleException(
            entry.line(), "an exception whose values do not go with its fields");
      }
      List<FalcoExpression> checks = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        String comparison = comparisons.isEmpty() ? "=" : Ascii.toLowerCase(comparisons.get(i));
        checks.add(
            new Check(
                Subject.of(several.values().get(i).plain()),
                comparison.equals("==") ? "=" : comparison,
                "",
                texts(parts.get(i), definitions),
                ""));
      }
      entries.add(new Both(List.copyOf(checks)));
    }
    return new Either(List.copyOf(entries));
  }

  /** The values, those of lists in the place of their names. */
  private static List<String> texts(YamlValue value, FalcoDefinitions definitions)
      throws NotConvertibleException {
    List<String> texts = new ArrayList<>();
    for (YamlValue each : value.items()) {
      texts.addAll(definitions.values(each.plain(), each.line()));
    }
    return texts;
  }
}
