package dev.tocsin.lint.logic;

/** A condition that holds, or one that does not. */
record Literal(Atom atom, boolean holds) {

  Literal not() {
    return new Literal(atom, !holds);
  }
}
