package dev.tocsin.transport.spool;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.fair.Shares;
import dev.tocsin.engine.policy.Severity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who has how much in a spool, and who has to make room when it is full. A tenant's own policies
 * and whoever is watched choose how much they report, so neither displaces what others have:
 * policies of namespaces give up what they have beyond a quarter of the room, else those of the
 * cluster do; of either, the namespace and in it the pod that has the most. Guarded by the lock of
 * {@link SpoolContent}.
 */
final class SpoolShares {
  /** The part of the room that policies of namespaces have for sure. */
  private static final int NAMESPACED_PART = 4;

  private final Shares<SpoolShare> cluster = new Shares<>(who -> new SpoolShare(who, false));
  private final Shares<SpoolShare> namespaced = new Shares<>(who -> new SpoolShare(who, true));

  /** The entries of one contributor, by severity. */
  static final class SpoolShare extends Shares.Share {
    private final boolean namespaced;
    private final int[] entries = new int[Severity.values().length];

    /** Where to look for the oldest of each severity. */
    private final int[] oldest = new int[entries.length];

    private SpoolShare(Contributor contributor, boolean namespaced) {
      super(contributor);
      this.namespaced = namespaced;
    }

    boolean isNamespaced() {
      return namespaced;
    }

    int oldest(Severity severity) {
      return oldest[severity.ordinal()];
    }

    void oldest(Severity severity, int position) {
      oldest[severity.ordinal()] = position;
    }

    /** Positions have changed. */
    void forgetOldest() {
      Arrays.fill(oldest, 0);
    }

    /** The least severe that it has; null when it has none. */
    @Nullable Severity least() {
      for (Severity severity : Severity.values()) {
        if (entries[severity.ordinal()] > 0) {
          return severity;
        }
      }
      return null;
    }
  }

  SpoolShare add(SpoolSource source, Severity severity, int bytes) {
    SpoolShare share = claim(source, bytes);
    share.entries[severity.ordinal()]++;
    return share;
  }

  void remove(SpoolShare share, Severity severity, int bytes) {
    share.entries[severity.ordinal()]--;
    disclaim(share, bytes);
  }

  /** Counts room for an entry that is not there yet. */
  SpoolShare claim(SpoolSource source, int bytes) {
    return (source.namespaced() ? namespaced : cluster).add(source.contributor(), bytes);
  }

  void disclaim(SpoolShare share, int bytes) {
    (share.namespaced ? namespaced : cluster).change(share, -bytes);
  }

  /**
   * Who has to make room.
   *
   * @param maxBytes less than there is and is claimed
   */
  SpoolShare victim(long maxBytes) {
    return (namespaced.total() > maxBytes / NAMESPACED_PART ? namespaced : cluster).largest();
  }
}
