package dev.tocsin.language;

import dev.tocsin.event.EventKind;
import java.util.Set;

/**
 * Documentation of a function, macro or operator.
 *
 * @param section the heading that it stands under
 * @param name as the checker or the parser knows it
 * @param signature how it is written: {@code TEXT.contains(TEXT)}
 * @param result type of its value
 * @param meaning one sentence
 * @param example a condition that uses it
 * @param kinds the events that it can be used for
 */
record FunctionNote(
    String section,
    String name,
    String signature,
    String result,
    String meaning,
    String example,
    Set<EventKind> kinds) {}
