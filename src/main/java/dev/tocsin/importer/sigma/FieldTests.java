package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.YamlValue;
import dev.tocsin.importer.YamlValue.YamlList;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.YamlValue.YamlScalar;
import dev.tocsin.importer.sigma.FieldModifiers.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a field with modifiers and values asks of an event. */
final class FieldTests {
  private final LogSource source;
  private final Map<String, List<String>> lists;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param lists what placeholders stand for
   */
  FieldTests(LogSource source, Map<String, List<String>> lists) {
    this.source = source;
    this.lists = lists;
  }

  /** Where the meaning is near, and not the same. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  RuleCondition test(FieldKey key, YamlValue value) throws NotConvertibleException {
    if (value instanceof YamlMap) {
      throw refused(key, value.line(), "a mapping as value");
    }
    FieldModifiers modifiers = FieldModifiers.read(key);
    FieldQuestion question = question(key, modifiers);
    List<RuleCondition> parts = new ArrayList<>();
    List<YamlValue> values = value.items();
    if (values.isEmpty()) {
      notes.add("an empty list asks for a field that is absent, or empty");
      parts.add(question.absent());
    }
    for (YamlValue each : values) {
      if (!(each instanceof YamlScalar scalar)) {
        throw refused(
            key, each.line(), each instanceof YamlList ? "a list in a list" : "a mapping");
      }
      parts.add(single(key, modifiers, question, scalar));
    }
    RuleCondition joined = modifiers.all() ? RuleCondition.all(parts) : RuleCondition.any(parts);
    return modifiers.negated() ? RuleCondition.not(joined) : joined;
  }

  private FieldQuestion question(FieldKey key, FieldModifiers modifiers)
      throws NotConvertibleException {
    if (!key.field().isEmpty()) {
      SigmaField field =
          source
              .field(key.field())
              .orElseThrow(
                  () ->
                      new NotConvertibleException(
                          key.line(), "field " + key.field() + " is not in Tetragon's events"));
      return FieldQuestion.of(field, key, modifiers, notes);
    }
    if (modifiers.kind() != Kind.TEXT && modifiers.kind() != Kind.REGEX) {
      throw refused(key, key.line(), "modifier '" + modifiers.relation() + "' of keywords");
    }
    notes.add(source.keywordNote());
    List<FieldQuestion> questions = new ArrayList<>();
    for (SigmaField each : source.texts()) {
      questions.add(FieldQuestion.of(each, key, modifiers, notes));
    }
    return new KeywordQuestion(questions, key);
  }

  private RuleCondition single(
      FieldKey key, FieldModifiers modifiers, FieldQuestion question, YamlScalar value)
      throws NotConvertibleException {
    if (value.isNull()) {
      if (modifiers.kind() != Kind.TEXT || !modifiers.encodings().isEmpty()) {
        throw refused(key, value.line(), "null with modifiers");
      }
      notes.add("null and empty are one: an absent field reads as empty");
      return question.absent();
    }
    if (value.kind() == YamlScalar.Kind.INTEGER && !value.text().matches("-?(0|[1-9][0-9]*)")) {
      throw refused(key, value.line(), "number " + value.text() + " is not written in decimal");
    }
    return switch (modifiers.kind()) {
      case EXISTS -> {
        if (value.kind() != YamlScalar.Kind.FLAG) {
          throw refused(key, value.line(), "'exists' wants true or false");
        }
        notes.add("exists: an absent field reads as empty, and an empty one as absent");
        RuleCondition absent = question.absent();
        yield value.isTrue() ? RuleCondition.not(absent) : absent;
      }
      case FIELD -> question.sameAs(other(key, value), value.line());
      case TEXT -> text(key, modifiers, question, value);
      case NETWORK, NUMBER -> listed(key, modifiers, question, value);
      case REGEX, TIME -> question.of(value.text(), value.line());
    };
  }

  private RuleCondition text(
      FieldKey key, FieldModifiers modifiers, FieldQuestion question, YamlScalar value)
      throws NotConvertibleException {
    if (value.text().isEmpty() && modifiers.encodings().isEmpty()) {
      notes.add("null and empty are one: an absent field reads as empty");
    }
    List<RuleCondition> alternatives = new ArrayList<>();
    for (SigmaText each : new ValueEncoding(lists, key).of(plain(value), modifiers.encodings())) {
      alternatives.add(question.of(each, value.line()));
    }
    if (alternatives.isEmpty()) {
      throw refused(key, value.line(), "a list without values");
    }
    return RuleCondition.any(alternatives);
  }

  /** What is compared otherwise than as a text; a placeholder stands for several. */
  private RuleCondition listed(
      FieldKey key, FieldModifiers modifiers, FieldQuestion question, YamlScalar value)
      throws NotConvertibleException {
    if (modifiers.encodings().isEmpty()) {
      return question.of(value.text(), value.line());
    }
    List<RuleCondition> alternatives = new ArrayList<>();
    for (SigmaText each : new ValueEncoding(lists, key).of(value.text(), modifiers.encodings())) {
      alternatives.add(question.of(each.text(), value.line()));
    }
    return RuleCondition.any(alternatives);
  }

  /** YAML has many words for true and false. */
  private static String plain(YamlScalar value) {
    return value.kind() == YamlScalar.Kind.FLAG ? String.valueOf(value.isTrue()) : value.text();
  }

  private SigmaField other(FieldKey key, YamlScalar value) throws NotConvertibleException {
    return source
        .field(value.text())
        .orElseThrow(
            () ->
                refused(
                    key, value.line(), "field " + value.text() + " is not in Tetragon's events"));
  }

  private static NotConvertibleException refused(FieldKey key, int line, String reason) {
    String field = key.field().isEmpty() ? "keywords" : key.field();
    return new NotConvertibleException(line, field + ": " + reason);
  }
}
