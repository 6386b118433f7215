package dev.tocsin.language.ast;

/**
 * {@code exists} or {@code all}, which one element can decide.
 *
 * @param decisive what its predicate must be for that
 */
public record Quantifier(ExpressionNode predicate, boolean decisive) {}
