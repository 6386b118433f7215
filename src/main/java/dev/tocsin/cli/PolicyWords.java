package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.text.Visible;
import java.util.ArrayList;
import java.util.List;

/** What a policy says of itself, for whoever looks at one of its alerts. */
final class PolicyWords {
  private static final int WIDTH = 96;
  private static final int LONGEST = 1000;

  private PolicyWords() {}

  /** Empty where it says nothing. */
  static List<String> of(DetectionPolicySpec policy) {
    List<String> lines = new ArrayList<>();
    if (policy.description() != null) {
      lines.addAll(wrapped("", policy.description()));
    }
    if (!policy.falsePositives().isEmpty()) {
      lines.add("what else looks like this:");
      policy.falsePositives().forEach(each -> lines.addAll(wrapped("- ", each)));
    }
    if (!policy.references().isEmpty()) {
      lines.add("read more:");
      policy.references().forEach(each -> lines.add("- " + Visible.line(each, LONGEST)));
    }
    return lines;
  }

  private static List<String> wrapped(String bullet, String text) {
    String indent = " ".repeat(bullet.length());
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(bullet);
    for (String word : Visible.line(text.strip().replaceAll("\\s+", " "), LONGEST).split(" ", -1)) {
      if (line.length() > bullet.length() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      } else if (line.length() > bullet.length()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
