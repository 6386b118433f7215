package dev.tocsin.cluster;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how many requests an API server has served from its metrics page. */
final class RequestCount {
  private static final Pattern LINE =
      Pattern.compile("^apiserver_request_total\\{(.*)} ([0-9.e+]+)$", Pattern.MULTILINE);
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE");

  private RequestCount() {}

  /** Creations, updates, patches and deletions, failed ones and those of status included. */
  static long writes(String page, String group, String resource) {
    double sum = 0;
    Matcher line = LINE.matcher(page);
    while (line.find()) {
      String labels = line.group(1);
      if (label(labels, "group").equals(group)
          && label(labels, "resource").equals(resource)
          && WRITES.contains(label(labels, "verb"))) {
        sum += Double.parseDouble(line.group(2));
      }
    }
    return Math.round(sum);
  }

  /**
   * All requests that were answered, by verb and resource ({@code PUT detectionpolicies/status});
   * watches count when they end.
   */
  static Map<String, Long> byResource(String page) {
    Map<String, Long> counts = new TreeMap<>();
    Matcher line = LINE.matcher(page);
    while (line.find()) {
      String labels = line.group(1);
      String subresource = label(labels, "subresource");
      counts.merge(
          label(labels, "verb")
              + " "
              + label(labels, "resource")
              + (subresource.isEmpty() ? "" : "/" + subresource),
          Math.round(Double.parseDouble(line.group(2))),
          Long::sum);
    }
    return counts;
  }

  private static String label(String labels, String name) {
    Matcher value = Pattern.compile("(?:^|,)" + name + "=\"([^\"]*)\"").matcher(labels);
    return value.find() ? value.group(1) : "";
  }
}
