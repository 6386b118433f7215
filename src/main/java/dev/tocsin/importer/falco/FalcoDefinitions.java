package dev.tocsin.importer.falco;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.YamlReader;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlEntry;
import dev.tocsin.importer.YamlValue.YamlList;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.YamlValue.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists, macros and rules of several files in their order: later definitions replace earlier ones
 * of the same name, or change them by {@code append} and {@code override}.
 */
final class FalcoDefinitions {
  private static final List<String> KINDS = List.of("list", "macro", "rule");

  private final Map<String, Defined> lists = new LinkedHashMap<>();
  private final Map<String, Defined> macros = new LinkedHashMap<>();
  private final Map<String, Defined> rules = new LinkedHashMap<>();

  /** A definition and where it was last given. */
  record Defined(RuleFile file, YamlMap map) {
    String name(String kind) {
      return map.text(kind);
    }
  }

  /** Problems of an entry that cannot be used. */
  interface Refusals {
    /**
     * @param name of the list, macro or rule; empty for what has none
     */
    void add(String name, NotConvertibleException why);
  }

  /**
   * Adds a file. An entry that changes what is not there is refused, and the others are taken.
   *
   * @throws NotConvertibleException for what is no file of rules
   */
  void add(RuleFile file, Refusals refusals) throws NotConvertibleException {
    for (YamlValue document : YamlReader.read(file.text())) {
      if (!(document instanceof YamlList items)) {
        throw new NotConvertibleException(document.line(), "a file of Falco is a list");
      }
      for (YamlValue item : items.values()) {
        try {
          if (!(item instanceof YamlMap map)) {
            throw new NotConvertibleException(item.line(), "an entry that is no mapping");
          }
          add(file, map);
        } catch (NotConvertibleException e) {
          refusals.add(item instanceof YamlMap map ? name(map) : "", e);
        }
      }
    }
  }

  private static String name(YamlMap map) {
    return KINDS.stream().map(map::text).filter(each -> !each.isEmpty()).findFirst().orElse("");
  }

  private void add(RuleFile file, YamlMap map) throws NotConvertibleException {
    for (String kind : KINDS) {
      if (map.has(kind)) {
        Map<String, Defined> all =
            switch (kind) {
              case "list" -> lists;
              case "macro" -> macros;
              default -> rules;
            };
        String name = map.text(kind);
        all.put(name, new Defined(file, changed(Optional.ofNullable(all.get(name)), map, kind)));
        return;
      }
    }
    if (map.entries().stream().noneMatch(each -> each.key().startsWith("required_"))) {
      throw new NotConvertibleException(map.line(), "an entry that is no list, macro or rule");
    }
  }

  private static YamlMap changed(Optional<Defined> before, YamlMap map, String kind)
      throws NotConvertibleException {
    YamlMap override =
        map.get("override").orElse(null) instanceof YamlMap given
            ? given
            : new YamlMap(List.of(), map.line());
    boolean append = map.isTrue("append");
    if (!append && override.entries().isEmpty()) {
      // Later files often switch a rule on or off by its name alone.
      boolean switched = kind.equals("rule") && !map.has("condition") && map.has("enabled");
      return switched && before.isPresent() ? with(before.get().map(), map) : map;
    }
    if (before.isEmpty()) {
      throw new NotConvertibleException(
          map.line(), kind + " " + map.text(kind) + " is changed, and was not defined before");
    }
    for (YamlEntry each : override.entries()) {
      if (!map.has(each.key())) {
        throw new NotConvertibleException(
            each.line(), "override names '" + each.key() + "', which is not given");
      }
    }
    List<YamlEntry> entries = new ArrayList<>(before.get().map().entries());
    for (YamlEntry each : map.entries()) {
      String key = each.key();
      if (key.equals(kind) || key.equals("append") || key.equals("override")) {
        continue;
      }
      String how = append ? "append" : override.text(key);
      if (how.isEmpty()) {
        throw new NotConvertibleException(
            each.line(), "'" + key + "' is given, and override does not say what for");
      }
      if (!how.equals("append") && !how.equals("replace")) {
        throw new NotConvertibleException(
            override.lineOf(key), "override: '" + how + "' is neither append nor replace");
      }
      put(entries, how.equals("append") ? joined(before.get().map(), each) : each);
    }
    return new YamlMap(List.copyOf(entries), map.line());
  }

  private static YamlMap with(YamlMap before, YamlMap map) {
    List<YamlEntry> entries = new ArrayList<>(before.entries());
    map.entries().forEach(each -> put(entries, each));
    return new YamlMap(List.copyOf(entries), before.line());
  }

  private static void put(List<YamlEntry> entries, YamlEntry entry) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(entry.key())) {
        entries.set(i, entry);
        return;
      }
    }
    entries.add(entry);
  }

  /** Texts are joined by a blank, lists one behind the other. */
  private static YamlEntry joined(YamlMap before, YamlEntry more) throws NotConvertibleException {
    YamlValue old = before.get(more.key()).orElse(null);
    if (old == null) {
      return more;
    }
    if (more.key().equals("exceptions")) {
      return new YamlEntry(more.key(), more.line(), FalcoExceptions.joined(old, more.value()));
    }
    if (old instanceof YamlScalar || more.value() instanceof YamlScalar) {
      return new YamlEntry(
          more.key(),
          more.line(),
          new YamlScalar(
              old.plain() + " " + more.value().plain(), YamlScalar.Kind.TEXT, more.line()));
    }
    List<YamlValue> all = new ArrayList<>(old.items());
    all.addAll(more.value().items());
    return new YamlEntry(more.key(), more.line(), new YamlList(List.copyOf(all), more.line()));
  }

  Iterable<Defined> rules() {
    return rules.values();
  }

  Optional<Defined> macro(String name) {
    return Optional.ofNullable(macros.get(name));
  }

  /**
   * A condition with the values of lists in the place of their names.
   *
   * @param line of the condition, for errors
   */
  String withLists(String condition, int line) throws NotConvertibleException {
    return withLists(condition, line, 0);
  }

  private String withLists(String text, int line, int depth) throws NotConvertibleException {
    if (depth > 20) {
      throw new NotConvertibleException(line, "a list that holds itself");
    }
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c == '"' || c == '\'') {
        while (end < text.length() && text.charAt(end) != c) {
          end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end + 1, text.length());
      } else if (!isDelimiter(c)) {
        while (end < text.length() && !isDelimiter(text.charAt(end))) {
          end++;
        }
      }
      String word = text.substring(at, end);
      Defined list = lists.get(word);
      result.append(list == null ? word : values(list, line, depth));
      at = end;
    }
    return result.toString();
  }

  /** A value, or those of the list that it names. */
  List<String> values(String text, int line) throws NotConvertibleException {
    String name = text.strip();
    String plain =
        name.startsWith("(") && name.endsWith(")") ? name.substring(1, name.length() - 1) : name;
    return lists.containsKey(plain.strip())
        ? FalcoParser.values("(" + withLists(plain.strip(), line) + ")", line)
        : List.of(text);
  }

  private static boolean isDelimiter(char c) {
    return Character.isWhitespace(c) || "(),=".indexOf(c) >= 0;
  }

  private String values(Defined list, int line, int depth) throws NotConvertibleException {
    List<String> values = new ArrayList<>();
    for (YamlValue each : list.map().get("items").map(YamlValue::items).orElse(List.of())) {
      String item = each.plain();
      values.add(
          lists.containsKey(item)
              ? withLists(item, line, depth + 1)
              : isToken(item)
                  ? item
                  : "\"" + item.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    values.removeIf(String::isEmpty);
    return String.join(", ", values);
  }

  /** Whether it is read as one value as it stands. */
  private static boolean isToken(String item) {
    return item.length() > 1 && "\"'".indexOf(item.charAt(0)) >= 0
        || item.chars().noneMatch(c -> isDelimiter((char) c) || c == '"' || c == '\'');
  }
}
