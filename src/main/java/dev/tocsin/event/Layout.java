package dev.tocsin.event;

import java.util.Arrays;

/**
 * Which fields of a message type are read, and in which slot of {@link Fields} each is kept. Field
 * numbers that are not listed are skipped.
 */
final class Layout {
  private static final byte NOT_READ = -1;

  /** How a field stands on the wire. A field that comes in another form is skipped, as unknown. */
  enum Form {
    NUMBER,
    /** Text, bytes or a message; the last one counts. */
    CONTENT,
    /** All occurrences count. */
    REPEATED,
    /** One of several fields; the last one counts, and which it was. */
    ONE_OF
  }

  private byte[] slots = {};
  private Form[] forms = {};

  Layout number(int slot, int field) {
    return with(slot, field, Form.NUMBER);
  }

  Layout content(int slot, int field) {
    return with(slot, field, Form.CONTENT);
  }

  Layout repeated(int slot, int field) {
    return with(slot, field, Form.REPEATED);
  }

  Layout oneOf(int slot, int field) {
    return with(slot, field, Form.ONE_OF);
  }

  private Layout with(int slot, int field, Form form) {
    Layout result = new Layout();
    result.slots = Arrays.copyOf(slots, Math.max(slots.length, field + 1));
    Arrays.fill(result.slots, slots.length, result.slots.length, NOT_READ);
    result.slots[field] = (byte) slot;
    result.forms = Arrays.copyOf(forms, Math.max(forms.length, slot + 1));
    result.forms[slot] = form;
    return result;
  }

  /** The slot of a field number, negative when the field is not read. */
  int slot(int field) {
    return field < slots.length ? slots[field] : NOT_READ;
  }

  /** Whether the slot is one of its fields. */
  boolean has(int slot) {
    return slot < forms.length && forms[slot] != null;
  }

  Form form(int slot) {
    return forms[slot];
  }

  int size() {
    return forms.length;
  }
}
