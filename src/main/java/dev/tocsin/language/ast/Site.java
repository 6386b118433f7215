package dev.tocsin.language.ast;

import dev.cel.common.types.CelType;
import org.jspecify.annotations.Nullable;

/**
 * Which node of the checked expression it is.
 *
 * @param id cel-java's, one for each node of an expression: positions and programs go by it
 * @param type as the checker has it; absent where it has none
 */
public record Site(long id, @Nullable CelType type) {}
