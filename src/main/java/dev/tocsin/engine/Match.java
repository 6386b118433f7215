package dev.tocsin.engine;

import java.util.List;

/**
 * An event that satisfied a policy whose window spans nodes, on its way to where all of them are
 * counted.
 *
 * @param finding what is reported should this match complete the window
 * @param windowGroup the values of the window's groupBy, in the policy's order
 * @param values what it counts as: nothing for EVENT_COUNT, the field's value for VALUE_COUNT, the
 *     names of the steps for the temporal types
 */
public record Match(Finding finding, List<String> windowGroup, List<String> values) {}
