package dev.tocsin.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import java.time.Instant;
import java.util.Map;

/** One finding as {@code -o findings} prints it. */
@JsonPropertyOrder({
  "policy",
  "group",
  "time",
  "kind",
  "execID",
  "pid",
  "binary",
  "arguments",
  "pod",
  "container",
  "message"
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FindingLine(
    String policy,
    Map<String, String> group,
    String time,
    String kind,
    String execID,
    long pid,
    String binary,
    String arguments,
    String pod,
    String container,
    String message) {

  static FindingLine of(Finding finding) {
    Facts facts = finding.facts();
    return new FindingLine(
        finding.policy().id().key(),
        finding.group(),
        Instant.ofEpochSecond(0, facts.timeNanos()).toString(),
        facts.kind().apiName(),
        facts.process().execId(),
        facts.process().pid(),
        facts.process().binary(),
        facts.process().arguments(),
        facts.where().pod().present()
            ? facts.where().pod().namespace() + "/" + facts.where().pod().name()
            : "",
        facts.where().container().name(),
        finding.message());
  }
}
