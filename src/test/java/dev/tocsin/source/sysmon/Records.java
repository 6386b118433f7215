package dev.tocsin.source.sysmon;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Composes records of Sysmon for Linux. */
public final class Records {
  private final Map<String, String> system = new LinkedHashMap<>();
  private final Map<String, String> data = new LinkedHashMap<>();

  private Records() {
    system.put("Provider", "<Provider Name=\"Linux-Sysmon\" Guid=\"{ff032593}\"/>");
    system.put("EventID", "<EventID>1</EventID>");
    system.put("TimeCreated", "<TimeCreated SystemTime=\"2026-11-24T10:00:01.112511000Z\"/>");
    system.put("Correlation", "<Correlation/>");
    system.put("Computer", "<Computer>build-7</Computer>");
    data("RuleName", "-");
    data("UtcTime", "2026-11-24 10:00:01.120");
    data("ProcessGuid", "{6f1d2c3b-0000-69a1-0000-000000000fa1}");
    data("ProcessId", "4001");
    data("Image", "/usr/bin/ls");
    data("CommandLine", "ls -la /srv");
    data("CurrentDirectory", "/home/deploy");
    data("User", "deploy");
    data("LogonId", "1001");
    data("Hashes", "-");
    data("ParentProcessGuid", "{6f1d2c3b-0000-69a0-0000-000000000fa0}");
    data("ParentProcessId", "4000");
    data("ParentImage", "/usr/bin/bash");
    data("ParentCommandLine", "-bash");
    data("ParentUser", "root");
  }

  /** What a record says unless a test changes it. */
  public static Records record() {
    return new Records();
  }

  /**
   * @param xml the whole element, or nothing
   */
  public Records system(String name, String xml) {
    system.put(name, xml);
    return this;
  }

  /**
   * @param xml the value as it stands in the XML
   */
  public Records data(String name, String xml) {
    data.put(name, "<Data Name=\"" + name + "\">" + xml + "</Data>");
    return this;
  }

  public Records without(String name) {
    data.remove(name);
    return this;
  }

  public String xml() {
    return "<Event><System>"
        + String.join("", system.values())
        + "</System><EventData>"
        + data.values().stream().collect(Collectors.joining())
        + "</EventData></Event>";
  }
}
