package dev.tocsin.tracing;

/** What an expression asks of a path, with one literal. */
public sealed interface PathPattern {

  /** The path is the literal. */
  record Is(String text) implements PathPattern {}

  /** It begins with it. */
  record Begins(String text) implements PathPattern {}

  /** It ends with it. */
  record Ends(String text) implements PathPattern {}

  String text();

  /** Whether such a path, or the one inside its file system, can be this one. */
  default boolean canBe(String path) {
    return switch (this) {
      case Is is -> is.text().endsWith(path);
      case Begins begins -> path.startsWith(begins.text());
      case Ends ends -> path.endsWith(ends.text());
    };
  }

  /** Whether it can begin with a text. Below a mount it begins anywhere in the path. */
  default boolean canLieBelow(String prefix) {
    return switch (this) {
      case Is is -> is.text().contains(prefix);
      case Begins begins -> begins.text().contains(prefix) || prefix.startsWith(begins.text());
      case Ends ends -> true;
    };
  }

  default boolean canEndWith(String postfix) {
    return switch (this) {
      case Is is -> is.text().endsWith(postfix);
      case Begins begins -> true;
      case Ends ends -> ends.text().endsWith(postfix) || postfix.endsWith(ends.text());
    };
  }
}
