package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * IPv6 addresses in one spelling, that of RFC 5952: small letters, no leading zeros, the longest
 * run of zeros left out. One that maps an IPv4 address is that address. So a policy that compares
 * texts cannot be evaded by a spelling.
 */
final class Ipv6Text {
  private static final byte[] MAPPED = "::ffff:".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUPS = 8;
  private static final int MAPPED_AT = 5;

  private Ipv6Text() {}

  /**
   * Turns a text to its canonical spelling; what is no IPv6 address stays. Allocates nothing for a
   * text that the agent would write.
   */
  static void canonicalise(EncodedText text) {
    if (!mayBeSpelledOtherwise(text)) {
      return;
    }
    int[] groups = groups(text.toString());
    if (groups != null) {
      text.set(isMapped(groups) ? dotted(groups) : compressed(groups));
    }
  }

  /**
   * Whether it has a capital letter, a group that begins with 0 and has more, zeros beside each
   * other, or begins as a mapped address does.
   */
  private static boolean mayBeSpelledOtherwise(EncodedText text) {
    byte[] bytes = text.bytes();
    boolean colon = false;
    boolean odd = text.startsWith(MAPPED);
    for (int i = text.from(); i < text.to(); i++) {
      byte b = bytes[i];
      colon |= b == ':';
      odd |= b >= 'A' && b <= 'F';
      odd |= b == '0' && (i == text.from() || bytes[i - 1] == ':') && isOddZero(text, i);
    }
    return colon && odd;
  }

  /** Whether a group that begins with 0 is longer, or has another zero or a gap beside it. */
  private static boolean isOddZero(EncodedText text, int at) {
    byte[] bytes = text.bytes();
    boolean gapBefore = at - 2 >= text.from() && bytes[at - 2] == ':';
    boolean alone = at + 1 == text.to() || bytes[at + 1] == ':';
    boolean more = at + 2 < text.to() && (bytes[at + 2] == '0' || bytes[at + 2] == ':');
    return gapBefore || !alone || more;
  }

  /** Null where it is no address. A zone is none of the agent's. */
  private static int @Nullable [] groups(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    int[] groups = new int[GROUPS];
    if (gap < 0) {
      return parse(text, groups, 0) == GROUPS ? groups : null;
    }
    int[] tail = new int[GROUPS];
    int head = parse(text.substring(0, gap), groups, 0);
    int last = parse(text.substring(gap + 2), tail, 0);
    if (head < 0 || last < 0 || head + last >= GROUPS) {
      return null;
    }
    System.arraycopy(tail, 0, groups, GROUPS - last, last);
    return groups;
  }

  /** How many groups there are; -1 where it is no list of groups. */
  private static int parse(String text, int[] groups, int from) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = from;
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        EncodedText last = new EncodedText();
        byte[] bytes = parts[i].getBytes(StandardCharsets.UTF_8);
        last.wrap(bytes, 0, bytes.length);
        long address = AddressText.ipv4(last);
        if (address == AddressText.NOT_IPV4 || count + 2 > GROUPS) {
          return -1;
        }
        groups[count++] = (int) (address >>> 16);
        groups[count++] = (int) (address & 0xffff);
      } else {
        if (count == GROUPS || !parts[i].matches("[0-9a-fA-F]{1,4}")) {
          return -1;
        }
        groups[count++] = Integer.parseInt(parts[i], 16);
      }
    }
    return count;
  }

  private static boolean isMapped(int[] groups) {
    for (int i = 0; i < MAPPED_AT; i++) {
      if (groups[i] != 0) {
        return false;
      }
    }
    return groups[MAPPED_AT] == 0xffff;
  }

  private static String dotted(int[] groups) {
    return (groups[6] >> 8)
        + "."
        + (groups[6] & 0xff)
        + "."
        + (groups[7] >> 8)
        + "."
        + (groups[7] & 0xff);
  }

  private static String compressed(int[] groups) {
    int longest = 0;
    int at = -1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > Math.max(1, longest)) {
        longest = end - i;
        at = i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == at) {
        text.append("::");
        i += longest - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
