package dev.tocsin.alert;

/**
 * The alerts of one policy.
 *
 * @param open not closed, those that are acknowledged included
 * @param total that exist, closed ones included
 * @param overflowed findings that a cap kept from making or joining an alert, since the start of
 *     this process
 */
public record AlertCounts(long open, long total, long overflowed) {
  static final AlertCounts NONE = new AlertCounts(0, 0, 0);
}
