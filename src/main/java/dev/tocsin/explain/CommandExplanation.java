package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a process was started to do, as policies see it; secrets are taken out.
 *
 * @param program {@code process.program}
 * @param through the programs that it stands behind, outermost first: {@code sudo, env}
 * @param commands what else is in {@code process.commands}: of a shell's text, and of {@code find}
 * @param partly whether the shell's text was read in part only
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CommandExplanation(
    Program program,
    List<String> through,
    List<Program> commands,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partly) {

  /**
   * One program.
   *
   * @param args in one text; arguments with blanks have quotes around them
   * @param options as they are understood: the first spelling, and the value behind a blank
   * @param reads paths in normal form
   * @param writes paths in normal form
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Program(
      String name,
      String path,
      String args,
      List<String> options,
      List<String> reads,
      List<String> writes) {}
}
