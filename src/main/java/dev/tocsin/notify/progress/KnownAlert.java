package dev.tocsin.notify.progress;

import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.alert.TriageState;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an alert's object.
 *
 * @param revision null while the object does not say yet how often it happened
 * @param overflow whether it stands for others, of which some may be more severe
 * @param changed when anybody last changed the object
 */
public record KnownAlert(
    AlertRef ref,
    @Nullable Revision revision,
    Severity severity,
    boolean overflow,
    Deliveries deliveries,
    Instant created,
    Instant changed,
    AlertView view) {

  public static KnownAlert of(StoredAlert alert) {
    return new KnownAlert(
        alert.ref(),
        Revision.of(
            alert.generation(), alert.tally().count(), alert.triage() == TriageState.CLOSED),
        alert.marks().severity(),
        alert.overflow() != null,
        alert.deliveries(),
        alert.created(),
        alert.modified(),
        alert.view());
  }

  /**
   * The same, closed by its deletion, of which no object tells: it is one revision further. Null
   * while the object did not say yet how often it happened.
   */
  @Nullable
  public KnownAlert closed(Instant now) {
    return revision == null
        ? null
        : new KnownAlert(
            ref,
            revision.closed()
                ? revision
                : new Revision(revision.number() + 1, revision.step(), true),
            severity,
            overflow,
            deliveries,
            created,
            now,
            view);
  }

  /** The same, with what other outputs have of it, and further than all of them. */
  public KnownAlert after(KnownAlert other) {
    Map<String, Delivery> all = new HashMap<>(deliveries.byReceiver());
    all.putAll(other.deliveries.byReceiver());
    Revision further =
        other.revision == null || revision == null || revision.number() > other.revision.number()
            ? revision
            : other.revision;
    return new KnownAlert(
        other.ref,
        further,
        other.severity,
        other.overflow,
        new Deliveries(all),
        other.created,
        other.changed,
        other.view);
  }

  public boolean isOpen() {
    return revision != null && !revision.closed();
  }
}
