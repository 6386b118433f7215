package dev.tocsin.importer.sigma;

import dev.tocsin.importer.Folding;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.AllOf;
import dev.tocsin.importer.RuleCondition.AnyOf;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.NotSo;

/** The question for {@code type: EXECVE} in a condition over records of auditd. */
final class RecordType {
  /** In a condition that is not yet settled. */
  static final RuleCondition EXECVE = new Holds("type == 'EXECVE'");

  private RecordType() {}

  /**
   * What the condition asks of a record of EXECVE.
   *
   * @throws NotConvertibleException when records of other types can meet it too
   */
  static RuleCondition required(RuleCondition condition, int line) throws NotConvertibleException {
    if (!new Folding().fold(with(condition, RuleCondition.FALSE)).equals(RuleCondition.FALSE)) {
      throw new NotConvertibleException(
          line, "log source: a record of auditd of any type: the condition asks no type: EXECVE");
    }
    return granted(condition);
  }

  /** What the condition asks where all records are of EXECVE. */
  static RuleCondition granted(RuleCondition condition) {
    return with(condition, RuleCondition.TRUE);
  }

  private static RuleCondition with(RuleCondition condition, RuleCondition type) {
    return switch (condition) {
      case AllOf all ->
          RuleCondition.all(all.parts().stream().map(each -> with(each, type)).toList());
      case AnyOf any ->
          RuleCondition.any(any.parts().stream().map(each -> with(each, type)).toList());
      case NotSo not -> RuleCondition.not(with(not.part(), type));
      default -> condition.equals(EXECVE) ? type : condition;
    };
  }
}
