package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the modifiers of a field ask for.
 *
 * @param kind how values are compared
 * @param relation the modifier behind the kind: {@code gte}, {@code hour}; else empty
 * @param encodings what is done to each value before it is compared, in order: {@code wide}, {@code
 *     base64}, {@code windash}, {@code contains}
 * @param flags of a regular expression, such as {@code im}
 */
record FieldModifiers(
    Kind kind,
    String relation,
    List<String> encodings,
    String flags,
    boolean all,
    boolean negated,
    boolean cased) {

  /** How values are compared. */
  enum Kind {
    TEXT,
    REGEX,
    NETWORK,
    EXISTS,
    FIELD,
    NUMBER,
    TIME
  }

  private static final Set<String> PLACES = Set.of("contains", "startswith", "endswith");
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("re", Kind.REGEX),
          Map.entry("cidr", Kind.NETWORK),
          Map.entry("exists", Kind.EXISTS),
          Map.entry("fieldref", Kind.FIELD),
          Map.entry("lt", Kind.NUMBER),
          Map.entry("lte", Kind.NUMBER),
          Map.entry("gt", Kind.NUMBER),
          Map.entry("gte", Kind.NUMBER),
          Map.entry("minute", Kind.TIME),
          Map.entry("hour", Kind.TIME),
          Map.entry("day", Kind.TIME),
          Map.entry("week", Kind.TIME),
          Map.entry("month", Kind.TIME),
          Map.entry("year", Kind.TIME));

  /** Kinds whose values may be those of a list. */
  private static final Set<Kind> LISTED = Set.of(Kind.NETWORK, Kind.NUMBER);

  private static final Set<String> ENCODINGS =
      Set.of("base64", "base64offset", "wide", "utf16le", "utf16be", "utf16", "windash", "expand");

  /**
   * @throws NotConvertibleException for a modifier that is not known, or not beside another
   */
  static FieldModifiers read(FieldKey key) throws NotConvertibleException {
    Kind kind = Kind.TEXT;
    String relation = "";
    List<String> encodings = new ArrayList<>();
    StringBuilder flags = new StringBuilder();
    Set<String> exclusive = new LinkedHashSet<>();
    boolean all = false;
    boolean negated = false;
    boolean cased = false;
    for (String modifier : key.modifiers()) {
      Kind other = KINDS.get(modifier);
      if (other != null) {
        exclusive.add(modifier);
        kind = other;
        relation = modifier;
      } else if (PLACES.contains(modifier)) {
        exclusive.add(modifier);
        encodings.add(modifier);
      } else if (ENCODINGS.contains(modifier)) {
        encodings.add(modifier);
      } else {
        switch (modifier) {
          case "all" -> all = true;
          case "neq" -> negated = true;
          case "cased" -> cased = true;
          case "i", "m", "s" -> {
            if (kind != Kind.REGEX) {
              throw refused(key, "modifier '" + modifier + "' needs 're' before it");
            }
            flags.append(modifier);
          }
          default -> throw refused(key, "unknown modifier '" + modifier + "'");
        }
      }
    }
    if (exclusive.size() > 1) {
      throw refused(
          key, "modifiers " + String.join(", ", exclusive) + ": only one of them can be asked for");
    }
    if (kind != Kind.TEXT
        && !(LISTED.contains(kind) && encodings.stream().allMatch(each -> each.equals("expand")))
        && !encodings.isEmpty()) {
      throw refused(
          key,
          "modifiers " + relation + ", " + String.join(", ", encodings) + " exclude each other");
    }
    if (encodings.contains("base64offset") && !encodings.contains("contains")) {
      throw refused(key, "modifier 'base64offset' means something with 'contains' only");
    }
    return new FieldModifiers(
        kind, relation, List.copyOf(encodings), flags.toString(), all, negated, cased);
  }

  private static NotConvertibleException refused(FieldKey key, String reason) {
    String field = key.field().isEmpty() ? "keywords" : key.field();
    return new NotConvertibleException(key.line(), field + ": " + reason);
  }
}
