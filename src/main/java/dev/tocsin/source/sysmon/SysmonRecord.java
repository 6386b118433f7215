package dev.tocsin.source.sysmon;

import java.util.Map;

/**
 * One {@code <Event>}, as it stands there: nothing is interpreted yet.
 *
 * @param system by element: {@code EventID}, {@code Computer}, ... have their text, {@code
 *     Provider} its name and {@code TimeCreated} its time
 * @param data by the name of the {@code Data} element
 */
record SysmonRecord(Map<String, String> system, Map<String, String> data) {
  /** How Sysmon writes that there is no value. */
  private static final String NONE = "-";

  String system(String name) {
    return system.getOrDefault(name, "").strip();
  }

  /** {@code ""} where there is no value. */
  String data(String name) {
    String value = data.getOrDefault(name, "");
    return value.equals(NONE) ? "" : value;
  }
}
