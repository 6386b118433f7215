package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the condition of a rule. {@code or} binds weakest, then {@code and}, then {@code not}. */
final class SigmaCondition {
  private static final Pattern TOKEN = Pattern.compile("\\s*([()|]|[A-Za-z0-9_*.-]+|\\S)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_*.-]+");
  private static final int DEEPEST = 50;

  private final SigmaDetections detections;
  private final int line;
  private final List<String> tokens = new ArrayList<>();
  private final Set<String> used = new LinkedHashSet<>();
  private int at;
  private int depth;

  private SigmaCondition(String text, SigmaDetections detections, int line) {
    this.detections = detections;
    this.line = line;
    Matcher matcher = TOKEN.matcher(text.strip());
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
  }

  /**
   * @param used gets the names of the detections that it refers to
   * @throws NotConvertibleException for what the specification does not have, or no longer has
   */
  static RuleCondition read(String text, SigmaDetections detections, int line, Set<String> used)
      throws NotConvertibleException {
    SigmaCondition reader = new SigmaCondition(text, detections, line);
    RuleCondition condition = reader.either();
    if (reader.at < reader.tokens.size()) {
      throw reader.unreadable();
    }
    used.addAll(reader.used);
    return condition;
  }

  private NotConvertibleException unreadable() {
    String token = at < tokens.size() ? tokens.get(at) : "";
    return new NotConvertibleException(
        line,
        switch (token) {
          case "" -> "condition ends too early";
          case "|" -> "condition: aggregations ('|') are not part of Sigma any more";
          default -> "condition: '" + token + "' is not expected there";
        });
  }

  private boolean take(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private RuleCondition either() throws NotConvertibleException {
    List<RuleCondition> parts = new ArrayList<>(List.of(both()));
    while (take("or")) {
      parts.add(both());
    }
    return RuleCondition.any(parts);
  }

  private RuleCondition both() throws NotConvertibleException {
    List<RuleCondition> parts = new ArrayList<>(List.of(single()));
    while (take("and")) {
      parts.add(single());
    }
    return RuleCondition.all(parts);
  }

  private RuleCondition single() throws NotConvertibleException {
    if (++depth > DEEPEST) {
      throw new NotConvertibleException(line, "condition is nested too deep");
    }
    try {
      if (take("not")) {
        return RuleCondition.not(single());
      }
      if (take("(")) {
        RuleCondition inner = either();
        if (!take(")")) {
          throw unreadable();
        }
        return inner;
      }
      if (at + 1 < tokens.size() && tokens.get(at + 1).equals("of")) {
        return selected();
      }
      return detection();
    } finally {
      depth--;
    }
  }

  private RuleCondition selected() throws NotConvertibleException {
    String number = tokens.get(at);
    if (!Set.of("1", "any", "all").contains(number)) {
      throw new NotConvertibleException(
          line, "condition: '" + number + " of': only 1, any and all can be asked for");
    }
    at += 2;
    if (at >= tokens.size() || !NAME.matcher(tokens.get(at)).matches()) {
      throw unreadable();
    }
    String pattern = tokens.get(at++);
    List<String> names = detections.names().stream().filter(each -> isOf(pattern, each)).toList();
    if (names.isEmpty()) {
      throw new NotConvertibleException(
          line, "condition: '" + number + " of " + pattern + "' selects no detection");
    }
    used.addAll(names);
    List<RuleCondition> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(detections.condition(name));
    }
    return number.equals("all") ? RuleCondition.all(parts) : RuleCondition.any(parts);
  }

  /** Names that begin with a line are meant only by patterns that do. */
  private static boolean isOf(String pattern, String name) {
    if (name.startsWith("_") && !pattern.startsWith("_")) {
      return false;
    }
    return pattern.equals("them")
        || Pattern.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", name);
  }

  private RuleCondition detection() throws NotConvertibleException {
    if (at >= tokens.size() || !NAME.matcher(tokens.get(at)).matches()) {
      throw unreadable();
    }
    String name = tokens.get(at);
    if (name.equals("near")) {
      throw new NotConvertibleException(line, "condition: 'near' is not part of Sigma any more");
    }
    if (!detections.names().contains(name)) {
      throw new NotConvertibleException(line, "condition: there is no detection '" + name + "'");
    }
    at++;
    used.add(name);
    return detections.condition(name);
  }
}
