package dev.tocsin.doctor;

/**
 * One line of the doctor.
 *
 * @param subject what was looked at: {@code webhook}
 * @param verdict how it is
 * @param found what was found, in one sentence; may quote what strangers chose
 * @param remedy what to do about it, as a sentence with a command; {@code ""} for nothing
 */
public record Diagnosis(String subject, Verdict verdict, String found, String remedy) {

  /** How bad it is; the worst comes last. */
  public enum Verdict {
    OK,
    /** It works, but less than it could, or nobody can say. */
    WARNING,
    /** Something is not detected, not stored or not sent. */
    PROBLEM
  }

  static Diagnosis ok(String subject, String found) {
    return new Diagnosis(subject, Verdict.OK, found, "");
  }

  static Diagnosis warning(String subject, String found, String remedy) {
    return new Diagnosis(subject, Verdict.WARNING, found, remedy);
  }

  static Diagnosis problem(String subject, String found, String remedy) {
    return new Diagnosis(subject, Verdict.PROBLEM, found, remedy);
  }
}
