package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;

/** Asks for the type of auditd's record: only those of EXECVE are among Tetragon's events. */
record RecordTypeQuestion(FieldKey key, FieldModifiers modifiers) implements FieldQuestion {

  @Override
  public RuleCondition absent() {
    return RuleCondition.FALSE;
  }

  @Override
  public RuleCondition of(SigmaText text, int line) throws NotConvertibleException {
    if (text.asked(new TextField(key.field()), modifiers.cased()) instanceof TextIs is
        && is.relation() == Relation.EQUALS) {
      if (is.ignoreCase() ? is.text().equalsIgnoreCase("EXECVE") : is.text().equals("EXECVE")) {
        return RecordType.EXECVE;
      }
      throw new NotConvertibleException(
          line, "log source: a record of auditd of type " + is.text());
    }
    throw whole(line);
  }

  @Override
  public RuleCondition of(String text, int line) throws NotConvertibleException {
    throw whole(line);
  }

  @Override
  public RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    throw whole(line);
  }

  private NotConvertibleException whole(int line) {
    return new NotConvertibleException(line, key.field() + " can only be compared as a whole");
  }
}
