package dev.tocsin.importer.falco;

import com.google.re2j.Pattern;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import dev.tocsin.importer.falco.FalcoExpression.Check;
import dev.tocsin.importer.falco.FalcoField.Form;
import dev.tocsin.importer.falco.FalcoField.OfText;
import java.util.Set;

/** Compares a text that stands for a field of Falco in one of several forms. */
record TextRelations(OfText text, Set<String> notes) {
  /** What a task's name has at most. */
  private static final int LONGEST_NAME = 15;

  RuleCondition equal(String value) {
    return switch (text.form()) {
      case PLAIN -> is(Relation.EQUALS, value);
      case TASK_NAME -> name(value);
      case REPOSITORY -> RepositoryPattern.equal(text.field(), value);
      case FOLDER_OF ->
          isFolder(value)
              ? matching("^" + Pattern.quote(value.equals("/") ? "" : value) + "/[^/]*$")
              : RuleCondition.FALSE;
      case FILE_OF -> isFile(value) ? is(Relation.ENDS_WITH, "/" + value) : RuleCondition.FALSE;
      case TYPED -> is(isFile(value) ? Relation.ENDS_WITH : Relation.EQUALS, typed(value));
    };
  }

  /** A name that was cut is the beginning of the name here. */
  private RuleCondition name(String value) {
    if (value.length() < LONGEST_NAME) {
      return is(Relation.EQUALS, value);
    }
    if (value.length() > LONGEST_NAME) {
      notes.add("a name of more than 15 characters is never seen by Falco: " + value);
      return RuleCondition.FALSE;
    }
    notes.add("names are cut at 15 characters in Falco: " + value + " is a beginning here");
    return is(Relation.STARTS_WITH, value);
  }

  RuleCondition startsWith(String value) {
    return switch (text.form()) {
      case PLAIN -> is(Relation.STARTS_WITH, value);
      case REPOSITORY -> RepositoryPattern.startsWith(text.field(), value);
      case TASK_NAME ->
          value.length() > LONGEST_NAME ? RuleCondition.FALSE : is(Relation.STARTS_WITH, value);
      case FOLDER_OF -> matching("^" + Pattern.quote(value) + ".*/");
      case FILE_OF ->
          isFile(value) ? matching("/" + Pattern.quote(value) + "[^/]*$") : RuleCondition.FALSE;
      case TYPED ->
          isFile(value)
              ? matching("/" + Pattern.quote(value) + "[^/]*$")
              : is(Relation.STARTS_WITH, value);
    };
  }

  RuleCondition endsWith(String value) {
    return switch (text.form()) {
      case PLAIN, TYPED -> is(Relation.ENDS_WITH, value);
      case TASK_NAME -> cut(value, "$", false);
      case FILE_OF -> isFile(value) ? is(Relation.ENDS_WITH, value) : RuleCondition.FALSE;
      case REPOSITORY -> RepositoryPattern.endsWith(text.field(), value);
      case FOLDER_OF ->
          isFolder(value)
              ? matching((value.equals("/") ? "^/" : Pattern.quote(value) + "/") + "[^/]*$")
              : RuleCondition.FALSE;
    };
  }

  RuleCondition contains(String value, boolean ignoreCase) {
    String flag = ignoreCase ? "(?i)" : "";
    return switch (text.form()) {
      case PLAIN, TYPED -> new TextIs(text.field(), Relation.CONTAINS, value, ignoreCase);
      case TASK_NAME -> cut(value, "", ignoreCase);
      case REPOSITORY -> RepositoryPattern.contains(text.field(), value, ignoreCase);
      case FOLDER_OF -> matching(flag + Pattern.quote(value) + ".*/[^/]*$");
      case FILE_OF ->
          isFile(value) ? matching(flag + Pattern.quote(value) + "[^/]*$") : RuleCondition.FALSE;
    };
  }

  /** Within the characters that Falco sees of a name. */
  private RuleCondition cut(String value, String end, boolean ignoreCase) {
    int before = LONGEST_NAME - value.length();
    if (before < 0) {
      return RuleCondition.FALSE;
    }
    String flags = ignoreCase ? "(?is)" : "(?s)";
    String quoted = Pattern.quote(value);
    return matching(
        end.isEmpty()
            ? flags + "^.{0," + before + "}" + quoted
            : flags
                + "^(?:.{0,"
                + before
                + "}"
                + quoted
                + end
                + "|.{"
                + before
                + "}"
                + quoted
                + ")");
  }

  RuleCondition matches(String regex, Check check, int line) throws NotConvertibleException {
    if (text.form() != Form.PLAIN && text.form() != Form.TASK_NAME) {
      throw new NotConvertibleException(
          line, check.subject() + ": operator '" + check.operator() + "' is not supported for it");
    }
    return matching(regex);
  }

  private RuleCondition is(Relation relation, String value) {
    return new TextIs(text.field(), relation, value, false);
  }

  private RuleCondition matching(String regex) {
    return new TextMatches(text.field(), regex);
  }

  /** What was typed without a slash was found in a folder of programs. */
  private static String typed(String value) {
    return isFile(value) ? "/" + value : value;
  }

  private static boolean isFile(String value) {
    return value.indexOf('/') < 0;
  }

  /** A folder in Falco has no slash at its end. */
  private static boolean isFolder(String value) {
    return value.equals("/") || !value.endsWith("/");
  }
}
