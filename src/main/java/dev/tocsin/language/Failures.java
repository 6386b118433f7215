package dev.tocsin.language;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import dev.tocsin.event.MalformedEventException;
import java.util.regex.Pattern;

/** Between the failures of cel-java and ours. */
final class Failures {
  /** An offset, which says nothing to people. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at <input>:\\d+)?: ");

  private Failures() {}

  /** Of an expression that was interpreted. */
  static EvaluationException of(CelEvaluationException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MalformedEventException malformed) {
        throw malformed; // the event's fault, not the policy's
      }
    }
    return of(e.getErrorCode(), PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
  }

  /** Of a function that was called without the interpreter. */
  static EvaluationException of(CelRuntimeException e) {
    Throwable cause = e.getCause();
    return of(e.getErrorCode(), String.valueOf((cause == null ? e : cause).getMessage()));
  }

  private static EvaluationException of(CelErrorCode code, String message) {
    EvaluationException.Cause reason =
        switch (code) {
          case ATTRIBUTE_NOT_FOUND, INDEX_OUT_OF_BOUNDS -> EvaluationException.Cause.ABSENT;
          case ITERATION_BUDGET_EXCEEDED -> EvaluationException.Cause.COST;
          default -> EvaluationException.Cause.FAULT;
        };
    return new EvaluationException(
        reason,
        code == CelErrorCode.ATTRIBUTE_NOT_FOUND && message.indexOf(' ') < 0
            ? "'" + message + "' is not there" // a key of a map
            : message);
  }

  /** A variable without a value, on its way through the interpreter. */
  static CelRuntimeException inCel(EvaluationException e) {
    return new VariableFailed(
        e,
        switch (e.reason()) {
          case ABSENT -> CelErrorCode.ATTRIBUTE_NOT_FOUND;
          case COST -> CelErrorCode.ITERATION_BUDGET_EXCEEDED;
          case FAULT -> CelErrorCode.INTERNAL_ERROR;
        });
  }

  private static final class VariableFailed extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    VariableFailed(EvaluationException cause, CelErrorCode code) {
      super(cause, code);
    }
  }
}
