package dev.tocsin.lint.logic;

import dev.tocsin.language.CheckedExpression;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the names in an expression stand for.
 *
 * @param variables {@code variables.NAME}; one that did not compile is not here
 * @param lists {@code lists.NAME}, those whose values cannot change behind the policy's back
 * @param followed lists that come from elsewhere: name to something that distinguishes one source
 *     from another
 * @param domains the values that a term can have: {@code event.kind}
 */
public record Bindings(
    Map<String, CheckedExpression> variables,
    Map<String, List<String>> lists,
    Map<String, String> followed,
    Map<String, Set<String>> domains) {}
