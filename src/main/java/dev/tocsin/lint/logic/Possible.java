package dev.tocsin.lint.logic;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Values that a field never has, whatever happens. */
final class Possible {
  private static final Pattern ARCHITECTURE = Pattern.compile("__[a-z0-9]+_(compat_)?(sys_.*)");
  private static final long MAX_PORT = 65_535;
  private static final long MAX_UINT32 = 4_294_967_295L;

  private Possible() {}

  /** Why a term cannot have a value; empty when it may. */
  static Optional<String> objection(String term, Object value) {
    return switch (value) {
      case String text -> text(term, text);
      case Long number -> objection(term, number, number);
      default -> Optional.empty();
    };
  }

  /** Why a term cannot be within a range; empty when it may. */
  static Optional<String> objection(String term, long least, long most) {
    if (term.equals("connection.destinationPort") || term.equals("connection.sourcePort")) {
      return least > MAX_PORT || most < 0
          ? Optional.of(term + " is a port, from 0 to " + MAX_PORT)
          : Optional.empty();
    }
    if (isProcessNumber(term)) {
      return least > MAX_UINT32 || most < 0
          ? Optional.of(term + " is a number from 0 to " + MAX_UINT32)
          : Optional.empty();
    }
    return term.startsWith("size(") && most < 0
        ? Optional.of(term + " is never negative")
        : Optional.empty();
  }

  private static boolean isProcessNumber(String term) {
    return List.of(
            "process.pid", "process.uid", "process.auid", "parent.pid", "parent.uid", "parent.auid")
        .contains(term);
  }

  private static Optional<String> text(String term, String text) {
    if (isName(term) && text.contains("/")) {
      return Optional.of(
          term + " is the base name of the binary and never contains '/': compare binary");
    }
    if (term.equals("event.function")) {
      var architecture = ARCHITECTURE.matcher(text);
      if (architecture.matches()) {
        return Optional.of(
            "event.function has no prefix of an architecture: write '"
                + text.substring(text.indexOf("sys_", text.indexOf('_', 2)))
                + "'");
      }
    }
    return cased(term, text);
  }

  private static boolean isName(String term) {
    return term.equals("process.name") || term.equals("parent.name");
  }

  private static Optional<String> cased(String term, String text) {
    if (term.equals("connection.protocol") && !text.equals(text.toUpperCase(Locale.ROOT))) {
      return Optional.of("connection.protocol is in upper case: '" + text + "' is not");
    }
    if (term.endsWith(".lowerAscii()") && text.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
      return Optional.of(term + " is in lower case: '" + text + "' is not");
    }
    if (term.endsWith(".upperAscii()") && text.chars().anyMatch(c -> c >= 'a' && c <= 'z')) {
      return Optional.of(term + " is in upper case: '" + text + "' is not");
    }
    return Optional.empty();
  }

  /** Why no value of a term can contain a text, or begin or end with it; empty when one may. */
  static Optional<String> partObjection(String term, Atom.Relation relation, String part) {
    if (relation == Atom.Relation.MATCHES) {
      return Optional.empty();
    }
    return isName(term) && part.contains("/") ? text(term, part) : cased(term, part);
  }
}
