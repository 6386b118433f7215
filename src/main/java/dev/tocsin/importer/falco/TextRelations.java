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

  private static final String TAG = "(:[^/]*)?(@.*)?$";

  RuleCondition equal(String value) {
    return switch (text.form()) {
      case PLAIN -> is(Relation.EQUALS, value);
      case TASK_NAME -> name(value);
      case REPOSITORY -> matching("^" + Pattern.quote(value) + TAG);
      case FOLDER_OF -> matching("^" + Pattern.quote(withoutSlash(value)) + "/[^/]*$");
      case FILE_OF -> is(Relation.ENDS_WITH, "/" + value);
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
      case PLAIN, REPOSITORY -> is(Relation.STARTS_WITH, value);
      case TASK_NAME ->
          value.length() > LONGEST_NAME ? RuleCondition.FALSE : is(Relation.STARTS_WITH, value);
      case FOLDER_OF -> matching("^" + Pattern.quote(value) + ".*/");
      case FILE_OF -> matching("/" + Pattern.quote(value) + "[^/]*$");
    };
  }

  RuleCondition endsWith(String value) {
    return switch (text.form()) {
      case PLAIN, TASK_NAME -> is(Relation.ENDS_WITH, value);
      case FILE_OF -> value.indexOf('/') < 0 ? is(Relation.ENDS_WITH, value) : RuleCondition.FALSE;
      case REPOSITORY -> matching(Pattern.quote(value) + TAG);
      case FOLDER_OF -> matching(Pattern.quote(withoutSlash(value)) + "/[^/]*$");
    };
  }

  RuleCondition contains(String value, boolean ignoreCase) {
    return switch (text.form()) {
      case PLAIN, TASK_NAME, REPOSITORY ->
          new TextIs(text.field(), Relation.CONTAINS, value, ignoreCase);
      case FOLDER_OF -> matching((ignoreCase ? "(?i)" : "") + Pattern.quote(value) + ".*/[^/]*$");
      case FILE_OF -> matching((ignoreCase ? "(?i)" : "") + Pattern.quote(value) + "[^/]*$");
    };
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

  private static String withoutSlash(String folder) {
    return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
  }
}
