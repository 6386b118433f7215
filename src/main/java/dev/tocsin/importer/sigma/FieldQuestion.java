package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.sigma.FieldModifiers.Kind;
import dev.tocsin.importer.sigma.SigmaField.OfCommandLine;
import dev.tocsin.importer.sigma.SigmaField.OfConstant;
import dev.tocsin.importer.sigma.SigmaField.OfFolder;
import dev.tocsin.importer.sigma.SigmaField.OfNumber;
import dev.tocsin.importer.sigma.SigmaField.OfProgramName;
import dev.tocsin.importer.sigma.SigmaField.OfRecordType;
import dev.tocsin.importer.sigma.SigmaField.OfText;
import dev.tocsin.importer.sigma.SigmaField.OfTime;
import dev.tocsin.importer.sigma.SigmaField.OfUser;
import java.util.Set;

/** Asks something of one field, or of all texts for keywords. */
interface FieldQuestion {

  /** That the field is not there, or empty. */
  RuleCondition absent() throws NotConvertibleException;

  /** That it is such a text. */
  RuleCondition of(SigmaText value, int line) throws NotConvertibleException;

  /** What a regular expression, a network, a number or a time asks. */
  RuleCondition of(String value, int line) throws NotConvertibleException;

  /** That it is the same as another field. */
  RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException;

  /**
   * @param notes gets what the field here is not quite
   */
  static FieldQuestion of(
      SigmaField field, FieldKey key, FieldModifiers modifiers, Set<String> notes)
      throws NotConvertibleException {
    return switch (field) {
      case OfText text -> new TextQuestion(text.field(), key, modifiers);
      case OfCommandLine command -> {
        notes.add(
            (key.field().isEmpty() ? "keywords" : key.field())
                + ": argv[0] guessed: the program's name, and for values that begin with a path its"
                + " path too");
        yield new CommandLineQuestion(command, key, modifiers);
      }
      case OfFolder folder -> new FolderQuestion(folder.field(), key, modifiers);
      case OfUser user -> {
        notes.add(
            "User: names need the agent's option for them, and are those of the node; root is"
                + " user 0 as well");
        yield new UserQuestion(user, key, modifiers);
      }
      case OfNumber number -> new NumberQuestion(number.field(), key, modifiers);
      case OfConstant constant -> new ConstantQuestion(constant.value(), key, modifiers);
      case OfProgramName name -> {
        notes.add(
            key.field()
                + ": argv[0] guessed: the name of the program's file, and for values with a path"
                + " its path");
        yield new ProgramNameQuestion(name, key, modifiers);
      }
      case OfRecordType type -> new RecordTypeQuestion(key, modifiers);
      case OfTime time -> {
        if (modifiers.kind() != Kind.TIME) {
          throw new NotConvertibleException(
              key.line(),
              key.field() + ": only parts of a time can be asked for: minute, hour, ...");
        }
        notes.add(key.field() + " is the time of the event, in UTC");
        yield new TimeQuestion(time.expression(), key, modifiers);
      }
    };
  }
}
