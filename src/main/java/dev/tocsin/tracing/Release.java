package dev.tocsin.tracing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Comparator;
import java.util.Optional;

/** A minor release of Tetragon: {@code 1.6}. */
public record Release(int major, int minor) implements Comparable<Release> {
  private static final Pattern TEXT = Pattern.compile("^v?([0-9]{1,6})\\.([0-9]{1,6})([.+-].*)?$");
  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major).thenComparingInt(Release::minor);

  /** Of a version as an agent reports it ({@code v1.5.0}); empty for one that is no release. */
  public static Optional<Release> of(String version) {
    Matcher matcher = TEXT.matcher(version);
    return matcher.matches()
        ? Optional.of(
            new Release(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
