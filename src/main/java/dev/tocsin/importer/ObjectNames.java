package dev.tocsin.importer;

import com.google.common.base.Ascii;
import java.util.HashSet;
import java.util.Set;

/** Names of objects: DNS labels, each once. */
public final class ObjectNames {
  private static final int LONGEST = 63;

  private final Set<String> taken = new HashSet<>();

  /** The first text that has letters or digits, as a label; with a number where it is taken. */
  public String of(String... texts) {
    String label = "rule";
    for (String text : texts) {
      String made = label(text, LONGEST);
      if (!made.isEmpty()) {
        label = made;
        break;
      }
    }
    String name = label;
    for (int i = 2; !taken.add(name); i++) {
      name = label(label, LONGEST - 6) + "-" + i;
    }
    return name;
  }

  /** Small letters, digits and single dashes between them. */
  public static String label(String text, int longest) {
    String label = Ascii.toLowerCase(text).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return (label.length() <= longest ? label : label.substring(0, longest)).replaceAll("-+$", "");
  }
}
