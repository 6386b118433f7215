package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Severity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an alert has counted: what its object says, what a write that is under way would make it
 * say, and what is pending. Each finding is in exactly one of these, so none is lost or counted
 * twice whatever comes of a write.
 *
 * <p>Guarded by the book's lock.
 */
final class AlertContent {
  /** What the object says. */
  private Tally written = Tally.NONE;

  /** All nodes that {@link #written} counts, as far as known. */
  private final Set<String> writtenNodes = new LinkedHashSet<>(2);

  /** What receivers have of the alert. */
  private Deliveries deliveries = Deliveries.NONE;

  /** What the object says of that. */
  private Deliveries writtenDeliveries = Deliveries.NONE;

  /** What is being written; null when no write is under way. */
  private @Nullable Accumulation inFlight;

  private Accumulation pending = new Accumulation();

  private final Marking marking;

  /**
   * @param severity of the alert by its policy
   */
  AlertContent(Severity severity) {
    this.marking = new Marking(severity);
  }

  /** What its labels say. */
  Marking marking() {
    return marking;
  }

  Tally written() {
    return written;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  Accumulation pending() {
    return pending;
  }

  boolean isWriting() {
    return inFlight != null;
  }

  /** All that the object does not say, or may not say. */
  Accumulation unstored() {
    if (inFlight == null) {
      return pending;
    }
    Accumulation all = new Accumulation();
    all.add(inFlight);
    all.add(pending);
    return all;
  }

  /** All findings, written or not. */
  Tally tally() {
    return unstored().onTopOf(written, writtenNodes);
  }

  /** The first that the object does not say; null when there is none. */
  @Nullable Finding firstUnstored() {
    return unstored().first();
  }

  boolean isOfNode(String node) {
    return writtenNodes.contains(node) || unstored().nodes().contains(node);
  }

  /** Whether the object counts that report already. */
  boolean counts(Acknowledgement acknowledgement) {
    return acknowledgement.origin != null
        && Counted.covers(written.counted(), acknowledgement.origin);
  }

  /** Whether the object does not say what it should, or a receiver lacks something. */
  boolean needsWrite(Set<String> receivers) {
    return !pending.isEmpty() || receiversBehind(receivers) > 0 || !saysDeliveriesAndMarks();
  }

  /** Whether the object says what receivers have, and what its labels should. */
  boolean saysDeliveriesAndMarks() {
    return deliveries.equals(writtenDeliveries) && marking.due() == null;
  }

  /** How many of the receivers lack the step that the count has reached. */
  int receiversBehind(Set<String> receivers) {
    long step = Announcement.step(written.count() + unstored().count());
    return (int) receivers.stream().filter(each -> deliveries.step(each) < step).count();
  }

  /** What is pending is another alert's from now on. */
  Accumulation handedOver() {
    Accumulation all = pending;
    pending = new Accumulation();
    return all;
  }

  /** The writer took what is pending. */
  void claimed() {
    if (inFlight != null) {
      throw new IllegalStateException("a write is under way already");
    }
    inFlight = handedOver();
  }

  void delivered(String receiver, Delivery delivery) {
    deliveries = deliveries.with(receiver, delivery);
  }

  /** Of an alert over alerts: that one is part of it. */
  void joinedBy(ContributingAlert alert) {
    pending.addPart(alert);
    marking.raised(alert.severity());
  }

  /** A new object says nothing yet but what its labels say. */
  void created(AlertMarks marks) {
    written = Tally.NONE;
    marking.written(marks);
  }

  /** The object says that now, what was in flight included. */
  void written(Tally tally, Deliveries said) {
    written = tally;
    writtenDeliveries = said;
    if (inFlight != null) {
      writtenNodes.addAll(inFlight.nodes());
    }
  }

  /**
   * The write is over.
   *
   * @return the reports that were in it
   */
  List<Acknowledgement> landed() {
    Accumulation wrote = inFlight;
    inFlight = null;
    return wrote == null ? List.of() : wrote.acknowledgements();
  }

  /**
   * The write was not done, or nobody knows: what it said is pending again.
   *
   * @return the reports that the object turned out to count
   */
  List<Acknowledgement> notWritten() {
    pending = unstored();
    inFlight = null;
    return dropCounted();
  }

  /**
   * Takes over what an object says that this process did not write, or does not know to have
   * written.
   *
   * @return the reports that it counts
   */
  List<Acknowledgement> observed(StoredAlert stored) {
    written = stored.tally();
    writtenNodes.addAll(written.nodes());
    deliveries = stored.deliveries();
    writtenDeliveries = stored.deliveries();
    return dropCounted();
  }

  /** Takes out of what is pending the reports that the object counts, and returns them. */
  List<Acknowledgement> dropCounted() {
    return pending.dropCounted(written.counted());
  }

  /** The object is gone: what it said is over, what it did not say yet stays. */
  void objectGone() {
    marking.objectGone();
    written = Tally.NONE;
    writtenNodes.clear();
    deliveries = Deliveries.NONE;
    writtenDeliveries = Deliveries.NONE;
  }

  /** One finding that nothing else is known of. */
  void orphaned(Instant created) {
    pending.add(Tally.once(created));
  }
}
