package dev.tocsin.engine;

import java.util.List;

/**
 * An event that satisfied a policy whose window spans nodes, on its way to where all of them are
 * counted.
 *
 * @param finding what is reported should this match complete the window. Its id stands for the
 *     match: the same event sent again has the same. Its message has the least count that fires for
 *     {@code {{count}}}: only who counts will know better, and that one has no event to render it
 *     with
 * @param windowGroup the values of the window's groupBy, in the policy's order. Where redaction
 *     took something out of a value, a digest of it stands behind, so that different ones stay
 *     different
 * @param values what it counts as: nothing for EVENT_COUNT, the field's value for VALUE_COUNT
 *     (redacted in the same way) and SUM (a number in decimal), the names of the steps for the
 *     temporal types
 */
public record Match(Finding finding, List<String> windowGroup, List<String> values) {}
