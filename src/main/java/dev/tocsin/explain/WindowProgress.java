package dev.tocsin.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * How far the events of the input brought one group of a window.
 *
 * @param group expression to value
 * @param matches all there were
 * @param most how much of what is needed there was at once within the window's length: matches,
 *     different values, what is added up, or steps
 * @param needed from which number on it fires
 * @param values the different values, or the steps that occurred; the first few
 * @param findings how often it was completed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WindowProgress(
    Map<String, String> group,
    long matches,
    long most,
    long needed,
    List<String> values,
    String first,
    String last,
    long findings) {}
