package dev.tocsin.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest in an alert's name: 100 bits of SHA-256 in base 32. Groups hold text that an attacker
 * chooses, so a digest that can be steered would let one alert hide in another.
 *
 * <p>Not thread safe.
 */
final class AlertDigest {
  static final int LENGTH = 20;

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private final MessageDigest sha256;

  AlertDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Of a policy and a group; the order of the group's entries does not matter. */
  String of(String policyNamespace, String policyName, Map<String, String> group) {
    add("alert");
    return ofGroup(policyNamespace, policyName, group);
  }

  /** Of a policy, and a group of findings that is split by the namespace of the pod. */
  String of(
      String policyNamespace, String policyName, Map<String, String> group, String podNamespace) {
    add("alert in namespace");
    add(podNamespace);
    return ofGroup(policyNamespace, policyName, group);
  }

  private String ofGroup(String policyNamespace, String policyName, Map<String, String> group) {
    add(policyNamespace);
    add(policyName);
    Map<String, String> ordered = group.size() > 1 ? new TreeMap<>(group) : group;
    ordered.forEach(
        (expression, value) -> {
          add(expression);
          add(value);
        });
    return text(sha256.digest());
  }

  /** Of a cap, what it limits, and the severity. */
  String of(Overflow overflow) {
    add("overflow");
    add(overflow.cap().name());
    add(overflow.target());
    add(overflow.severity().name());
    return text(sha256.digest());
  }

  /** With its length, so that no two lists of parts read the same. */
  private void add(String part) {
    byte[] bytes = part.getBytes(UTF_8);
    for (int shift = 24; shift >= 0; shift -= 8) {
      sha256.update((byte) (bytes.length >> shift));
    }
    sha256.update(bytes);
  }

  private static String text(byte[] hash) {
    StringBuilder text = new StringBuilder(LENGTH);
    int bits = 0;
    int held = 0;
    for (int i = 0; text.length() < LENGTH; i++) {
      bits = bits << 8 | hash[i] & 0xff;
      held += 8;
      while (held >= 5 && text.length() < LENGTH) {
        held -= 5;
        text.append(BASE32.charAt(bits >> held & 31));
      }
      bits &= (1 << held) - 1;
    }
    return text.toString();
  }
}
