package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.YamlReader;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlEntry;
import dev.tocsin.importer.YamlValue.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The rules of a file, each with what the documents before it say of all. */
final class SigmaDocuments {
  private SigmaDocuments() {}

  /**
   * @param refused gets documents that are no rule; the others are read all the same
   * @throws NotConvertibleException for what is no YAML
   */
  static List<YamlMap> read(String text, Consumer<NotConvertibleException> refused)
      throws NotConvertibleException {
    List<YamlMap> rules = new ArrayList<>();
    YamlMap global = new YamlMap(List.of(), 1);
    for (YamlValue document : YamlReader.read(text)) {
      if (!(document instanceof YamlMap map)) {
        refused.accept(new NotConvertibleException(document.line(), "the document is no mapping"));
        continue;
      }
      YamlMap plain = without(map, "action");
      switch (map.text("action")) {
        case "" -> rules.add(merged(global, plain));
        case "global" -> global = merged(global, plain);
        case "reset" -> global = new YamlMap(List.of(), map.line());
        case "repeat" -> {
          if (rules.isEmpty()) {
            refused.accept(
                new NotConvertibleException(
                    map.lineOf("action"), "action: repeat, and there is no rule before it"));
          } else {
            rules.add(merged(rules.getLast(), plain));
          }
        }
        default ->
            refused.accept(
                new NotConvertibleException(
                    map.lineOf("action"), "action: " + map.text("action") + " is not known"));
      }
    }
    return rules;
  }

  private static YamlMap without(YamlMap map, String key) {
    return new YamlMap(
        map.entries().stream().filter(each -> !each.key().equals(key)).toList(), map.line());
  }

  /** The one with what the other says besides, or instead. */
  private static YamlMap merged(YamlMap one, YamlMap other) {
    List<YamlEntry> entries = new ArrayList<>();
    for (YamlEntry each : one.entries()) {
      YamlValue over = other.get(each.key()).orElse(null);
      if (over == null) {
        entries.add(each);
      } else if (each.value() instanceof YamlMap under && over instanceof YamlMap upper) {
        entries.add(new YamlEntry(each.key(), other.lineOf(each.key()), merged(under, upper)));
      } else {
        entries.add(new YamlEntry(each.key(), other.lineOf(each.key()), over));
      }
    }
    other.entries().stream().filter(each -> !one.has(each.key())).forEach(entries::add);
    return new YamlMap(List.copyOf(entries), other.line());
  }
}
