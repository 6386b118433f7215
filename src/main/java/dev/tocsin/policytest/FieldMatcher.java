package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.language.text.Patterns;

/** What a field of an alert must be. */
sealed interface FieldMatcher {
  /**
   * @param value missing when the alert has no such field
   */
  boolean accepts(JsonNode value);

  record Equal(JsonNode expected) implements FieldMatcher {
    @Override
    public boolean accepts(JsonNode value) {
      return expected.isValueNode() && value.isValueNode()
          ? !value.isMissingNode() && expected.asText().equals(value.asText())
          : expected.equals(value);
    }

    @Override
    public String toString() {
      return expected.toString();
    }
  }

  record Contains(String part) implements FieldMatcher {
    @Override
    public boolean accepts(JsonNode value) {
      return text(value).contains(part);
    }

    @Override
    public String toString() {
      return "something with \"" + part + "\"";
    }
  }

  record Matches(Pattern pattern) implements FieldMatcher {
    @Override
    public boolean accepts(JsonNode value) {
      return pattern.matcher(text(value)).find();
    }

    @Override
    public String toString() {
      return "something like " + pattern;
    }
  }

  record Absent() implements FieldMatcher {
    @Override
    public boolean accepts(JsonNode value) {
      return value.isMissingNode() || value.isNull();
    }

    @Override
    public String toString() {
      return "nothing";
    }
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** A value, or a mapping of one of contains, matches, absent. */
  static FieldMatcher read(String place, JsonNode node) throws InvalidTestException {
    if (!node.isObject()) {
      return new Equal(node);
    }
    Section section = Section.of(place, node);
    FieldMatcher matcher;
    if (section.has("contains")) {
      matcher = new Contains(section.text("contains"));
    } else if (section.has("matches")) {
      try {
        matcher = new Matches(Patterns.compile(section.text("matches")));
      } catch (PatternSyntaxException e) {
        throw new InvalidTestException(section.at("matches") + ": bad regex: " + e.getMessage(), e);
      }
    } else if (section.flag("absent")) {
      matcher = new Absent();
    } else {
      throw new InvalidTestException(
          place + ": must be a value, or have one of contains, matches, absent: true");
    }
    section.end();
    return matcher;
  }
}
