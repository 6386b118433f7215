package dev.tocsin.engine.redaction;

import dev.tocsin.engine.redaction.ProgramSecrets.Form;
import dev.tocsin.engine.redaction.ProgramSecrets.Program;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The programs that the words of a text are for: those that the text is known to be about, and
 * those that were named since the command began.
 */
final class ProgramContext {
  private final List<Program> initial;
  private final Set<Program> programs = new LinkedHashSet<>();
  private final List<Progress> forms = new ArrayList<>();

  /** How much of a form has been there. */
  private static final class Progress {
    private final Form form;
    private int words;
    private int operands;
    private boolean over;

    Progress(Form form) {
      this.form = form;
    }

    private boolean isDue() {
      return words == form.words().size() && operands == form.operands().size();
    }

    /** A secret that is a word goes with one option or operand; parts of words may come again. */
    private void passed(boolean masked) {
      over = masked && !form.all() && form.behind() == 0 && !form.operands().contains("KEY");
      if (!form.all()) {
        operands = 0;
        words -= form.isOfOption() ? 1 : 0;
      }
    }

    /** Whether the word, or a part of it, is the secret. */
    private boolean take(String word, int offset, Masks masks) {
      if (over) {
        return false;
      }
      boolean option = ProgramSecrets.isOption(word);
      if (!form.attachedTo().isEmpty()) {
        return words == form.words().size()
            ? word.startsWith(form.attachedTo())
                && mask(word, form.attachedTo().length(), offset, masks)
            : step(word);
      }
      if (isDue()) {
        if (option && !form.isOfOption()) {
          return false;
        }
        boolean masked = mask(word, 0, offset, masks);
        if (masked || form.isOfOption()) {
          passed(masked);
        }
        return masked;
      }
      if (words < form.words().size()) {
        return step(word);
      }
      if (!option) {
        boolean key = form.operands().get(operands).equals("KEY");
        operands = key && !SecretNames.isSecret(word) ? 0 : operands + 1;
      }
      return false;
    }

    private boolean step(String word) {
      if (word.equals(form.words().get(words))) {
        words++;
      }
      return false;
    }

    private boolean mask(String word, int from, int offset, Masks masks) {
      int start = form.behind() == 0 ? from : word.indexOf(form.behind(), from) + 1;
      int end = form.upTo() == 0 ? word.length() : word.lastIndexOf(form.upTo());
      if (start < from || start == 0 && form.behind() != 0 || start >= word.length()) {
        return false;
      }
      if (end < start) {
        if (form.upTo() == '@' && form.behind() == ':') {
          return false; // host:port
        }
        end = word.length();
      }
      masks.add(offset + start, offset + end);
      return start < end;
    }
  }

  ProgramContext(Collection<String> names) {
    Set<Program> known = new LinkedHashSet<>();
    for (String name : names) {
      Program program = ProgramSecrets.of(ProgramSecrets.name(name));
      if (program != null) {
        known.add(program);
      }
    }
    initial = known.isEmpty() ? List.of(ProgramSecrets.UNKNOWN) : List.copyOf(known);
    reset();
  }

  private ProgramContext(List<Program> initial) {
    this.initial = initial;
    reset();
  }

  /** For a text within the text. */
  ProgramContext inner() {
    return new ProgramContext(List.copyOf(programs));
  }

  /** Another command begins. */
  void reset() {
    programs.clear();
    forms.clear();
    initial.forEach(this::enter);
  }

  private void enter(Program program) {
    programs.add(program);
    program.forms().forEach(form -> forms.add(new Progress(form)));
  }

  /**
   * Takes the next word.
   *
   * @param offset where the word is in the text
   * @return whether it was a secret, or had one in it, which is masked
   */
  boolean take(String word, int offset, Masks masks) {
    boolean masked = false;
    for (Progress form : forms) {
      masked |= form.take(word, offset, masks);
    }
    if (!masked && !ProgramSecrets.isOption(word)) {
      Program named = ProgramSecrets.of(ProgramSecrets.name(word));
      if (named != null && !programs.contains(named)) {
        enter(named);
      }
    }
    return masked;
  }

  /** Whether a program says that this option is none of a secret, whatever its name. */
  boolean isOther(String option) {
    return programs.stream().anyMatch(program -> program.others().contains(option));
  }
}
