package dev.tocsin.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One call of a command and what came of it. */
record Invocation(int exitCode, String out, String err) {

  static Invocation of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Invocation(exitCode, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
