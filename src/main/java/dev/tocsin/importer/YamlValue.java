package dev.tocsin.importer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A value of a YAML document, with the line that it begins at, from 1. */
public sealed interface YamlValue {
  int line();

  /** A mapping in the order of the file; no key is there twice. */
  record YamlMap(List<YamlEntry> entries, int line) implements YamlValue {
    public Optional<YamlValue> get(String key) {
      return entries.stream()
          .filter(each -> each.key().equals(key))
          .map(YamlEntry::value)
          .findFirst();
    }

    public boolean has(String key) {
      return get(key).isPresent();
    }

    /** The text of a scalar; {@code ""} when it is absent, null or no scalar. */
    public String text(String key) {
      return get(key).map(YamlValue::plain).orElse("");
    }

    /** Whether a key is there and says true, yes or on. */
    public boolean isTrue(String key) {
      return get(key).orElse(null) instanceof YamlScalar scalar && scalar.isTrue();
    }

    /** The scalars of a list, or the only one. */
    public List<String> texts(String key) {
      return get(key).map(YamlValue::items).orElse(List.of()).stream()
          .map(YamlValue::plain)
          .filter(each -> !each.isEmpty())
          .toList();
    }

    /** Where a key stands; where the mapping begins when it is absent. */
    public int lineOf(String key) {
      return entries.stream()
          .filter(each -> each.key().equals(key))
          .map(YamlEntry::line)
          .findFirst()
          .orElse(line);
    }
  }

  /** A key and its value. */
  record YamlEntry(String key, int line, YamlValue value) {}

  /** A list. */
  record YamlList(List<YamlValue> values, int line) implements YamlValue {}

  /** A text, a number, a truth value or null. */
  record YamlScalar(String text, Kind kind, int line) implements YamlValue {
    /** What YAML 1.1 takes it for. */
    public enum Kind {
      TEXT,
      INTEGER,
      DECIMAL,
      FLAG,
      NULL
    }

    public boolean isNull() {
      return kind == Kind.NULL;
    }

    /** Of a flag: {@code true} for yes, on and true. */
    public boolean isTrue() {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on" -> true;
        default -> false;
      };
    }
  }

  /** A list's values; of anything else the value alone. */
  default List<YamlValue> items() {
    return this instanceof YamlList list ? list.values() : List.of(this);
  }

  /** A scalar's text; {@code ""} for null and for what is no scalar. */
  default String plain() {
    return this instanceof YamlScalar scalar && !scalar.isNull() ? scalar.text() : "";
  }
}
