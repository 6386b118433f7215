package dev.tocsin.event;

import dev.tocsin.command.Command;
import dev.tocsin.command.NormalPath;
import java.util.List;

/**
 * The texts of the programs that a process was started to run, as {@link ProcessView#command} has
 * them, where they lie: the command line is read only where a program may stand for another one, or
 * may write files. Methods that take a text work with it, whatever they give.
 */
public final class CommandTexts {
  private final ProcessView process;
  private final ProgramName name = new ProgramName();

  CommandTexts(ProcessView process) {
    this.process = process;
  }

  /** To be called when the process is another one. */
  void forget() {
    name.forget();
  }

  /** How many programs there are. */
  public int count(EncodedText text) {
    return leadsOn(text) ? process.command().commands().size() : 1;
  }

  /**
   * Turns {@code text} to the name of one of the programs.
   *
   * @param index below {@link #count}
   */
  public void name(int index, EncodedText text) {
    if (leadsOn(text)) {
      text.encode(process.command().commands().get(index).name());
    } else {
      process.name(text);
      name.cut(text);
    }
  }

  /**
   * Turns {@code text} to the path of one of the programs, as {@link Command#path} gives it.
   *
   * @param index below {@link #count}
   */
  public void path(int index, EncodedText text) {
    if (leadsOn(text)) {
      text.encode(process.command().commands().get(index).path());
      return;
    }
    process.binary(text);
    if (!NormalPath.isNormalOfProcess(text)) {
      text.encode(process.path());
    }
  }

  /** The files that any of the programs writes. */
  public List<String> writes(EncodedText text) {
    return leadsOn(text) || name.isWriting() ? process.command().writes() : List.of();
  }

  /** Whether the process may run another program than its own. */
  private boolean leadsOn(EncodedText text) {
    if (!name.isKnown()) {
      process.name(text);
      name.learn(text);
    }
    return name.isLeading();
  }
}
