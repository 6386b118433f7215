package dev.tocsin.alert;

import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Text;

/**
 * One recent finding of an alert, with its texts cut to {@link #TEXT} code points: an alert's
 * samples together stay under some 10 KiB.
 *
 * @param findingId survives a restart, so that a finding reported again then is known
 * @param policy as {@code namespace/name}: an overflow alert has samples of several
 * @param timeNanos Unix time in nanoseconds
 */
public record Sample(
    String findingId,
    String policy,
    long timeNanos,
    String node,
    String podNamespace,
    String podName,
    String message,
    ProcessSnapshot process) {
  static final int TEXT = 256;

  static Sample of(Finding finding, long timeNanos) {
    ProcessSnapshot process = finding.facts().process();
    return new Sample(
        Text.cut(finding.id(), TEXT),
        finding.policy().id().key(),
        timeNanos,
        finding.facts().node(),
        finding.facts().where().pod().namespace(),
        finding.facts().where().pod().name(),
        Text.cut(finding.message(), TEXT),
        Retention.cut(process, TEXT));
  }
}
