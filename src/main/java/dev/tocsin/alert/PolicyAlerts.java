package dev.tocsin.alert;

/**
 * The alerts of one policy.
 *
 * @param open not closed, those that are acknowledged included
 * @param opened since the start of this process, each episode of its own; not those that were
 *     stored before
 * @param overflowed findings that a cap kept from making or joining an alert, since the start of
 *     this process
 */
public record PolicyAlerts(long open, long opened, long overflowed) {
  PolicyAlerts plus(PolicyAlerts other) {
    return new PolicyAlerts(
        open + other.open, opened + other.opened, overflowed + other.overflowed);
  }
}
