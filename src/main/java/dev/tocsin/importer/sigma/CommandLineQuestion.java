package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import dev.tocsin.importer.sigma.SigmaField.OfCommandLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a command line. Its first word is the name of the program here; where the value begins with
 * a path, that may have been what was typed, so that path and arguments are asked as well. They are
 * asked apart, {@code /bin/java -x} as a path that ends with {@code /bin/java} and a command line
 * that begins with {@code java -x}: the index knows both.
 */
final class CommandLineQuestion extends TextQuestion {
  /** A regular expression that begins with a path, maybe behind anything. */
  private static final Pattern PATH = Pattern.compile("(?s)\\^?(\\.[*+]\\??)?(\\\\?/.*)");

  private static final Pattern END_OF_PATH = Pattern.compile("[\\w.+-]+(/[\\w.+-]+)+");

  /** Ends the first word of a regular expression. */
  private static final Pattern BLANK = Pattern.compile(" |\\\\s|\\$");

  private final OfCommandLine command;

  CommandLineQuestion(OfCommandLine command, FieldKey key, FieldModifiers modifiers) {
    super(command.field(), key, modifiers);
    this.command = command;
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    RuleCondition plain = super.of(value, line);
    if (plain instanceof TextIs is) {
      return isProgram(firstWord(is.text())) || isEndOfPath(is)
          ? RuleCondition.any(plain, byPath(is))
          : plain;
    }
    String beginning = value.beginning();
    String path = firstWord(beginning);
    if (!isProgram(path)) {
      return plain;
    }
    return RuleCondition.any(
        plain,
        path.length() < beginning.length()
            ? RuleCondition.all(
                ask(
                    command.binary(),
                    value.isOpenAtStart() ? Relation.ENDS_WITH : Relation.EQUALS,
                    path),
                value.from(path.lastIndexOf('/') + 1).asked(command.field(), isCased()))
            : value.asked(command.typed(), isCased()));
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    RuleCondition plain = super.of(value, line);
    return plain instanceof TextMatches matches && beginsWithProgram(value)
        ? RuleCondition.any(plain, new TextMatches(command.typed(), matches.regex()))
        : plain;
  }

  private static boolean beginsWithProgram(String regex) {
    Matcher path = PATH.matcher(regex);
    return path.matches() && isProgram("/" + BLANK.split(path.group(2), 2)[0]);
  }

  /** A folder alone is no program: {@code /usr/bin/} would hold for all of them. */
  private static boolean isProgram(String word) {
    return word.startsWith("/") && !word.endsWith("/");
  }

  /** The end of a path, which can follow more of it. */
  private static boolean isEndOfPath(TextIs is) {
    return (is.relation() == Relation.CONTAINS || is.relation() == Relation.ENDS_WITH)
        && END_OF_PATH.matcher(firstWord(is.text())).matches();
  }

  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  private RuleCondition byPath(TextIs is) {
    String path = firstWord(is.text());
    boolean alone = path.length() == is.text().length();
    String typed = is.text().substring(path.lastIndexOf('/') + 1);
    return switch (is.relation()) {
      case CONTAINS ->
          alone
              ? ask(command.binary(), Relation.CONTAINS, path)
              : RuleCondition.all(
                  ask(command.binary(), Relation.ENDS_WITH, path),
                  ask(command.field(), Relation.STARTS_WITH, typed));
      case STARTS_WITH ->
          alone
              ? ask(command.binary(), Relation.STARTS_WITH, path)
              : RuleCondition.all(
                  ask(command.binary(), Relation.EQUALS, path),
                  ask(command.field(), Relation.STARTS_WITH, typed));
      case ENDS_WITH ->
          RuleCondition.all(
              ask(command.binary(), Relation.ENDS_WITH, path),
              ask(command.field(), Relation.EQUALS, typed));
      case EQUALS ->
          RuleCondition.all(
              ask(command.binary(), Relation.EQUALS, path),
              ask(command.field(), Relation.EQUALS, typed));
    };
  }

  private RuleCondition ask(TextField field, Relation relation, String text) {
    return new TextIs(field, relation, text, !isCased());
  }
}
