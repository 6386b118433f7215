package dev.tocsin.engine.fair;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * How much of something bounded each contributor takes, and who takes the most: of the realm that
 * takes the most, its largest contributor. So neither one pod nor many of a namespace displace what
 * others have. Not thread safe.
 *
 * @param <S> what is kept for each contributor
 */
public final class Shares<S extends Shares.Share> {
  private final Function<Contributor, S> making;
  private final Map<String, Realm<S>> realms = new HashMap<>();
  private long total;

  /** Of one contributor. */
  public abstract static class Share {
    private final Contributor contributor;
    private long amount;

    protected Share(Contributor contributor) {
      this.contributor = contributor;
    }

    public final Contributor contributor() {
      return contributor;
    }
  }

  private static final class Realm<S> {
    private final Map<Contributor, S> shares = new HashMap<>();
    private long amount;
  }

  /**
   * @param making makes the share of a contributor who takes nothing yet
   */
  public Shares(Function<Contributor, S> making) {
    this.making = making;
  }

  /**
   * Adds to what a contributor takes.
   *
   * @param amount greater than 0
   */
  public S add(Contributor contributor, long amount) {
    S share =
        realms
            .computeIfAbsent(contributor.realm(), _ -> new Realm<>())
            .shares
            .computeIfAbsent(contributor, making);
    change(share, amount);
    return share;
  }

  /** What a contributor takes changes; who takes nothing any more is forgotten. */
  public void change(S share, long by) {
    Contributor contributor = share.contributor();
    Realm<S> realm = realms.get(contributor.realm());
    if (realm == null) {
      throw new NoSuchElementException(contributor + " takes nothing");
    }
    ((Share) share).amount += by;
    realm.amount += by;
    total += by;
    if (((Share) share).amount == 0) {
      realm.shares.remove(contributor);
      if (realm.shares.isEmpty()) {
        realms.remove(contributor.realm());
      }
    }
  }

  /** Of all together. */
  public long total() {
    return total;
  }

  /**
   * Who takes the most.
   *
   * @throws NoSuchElementException when nobody takes anything
   */
  public S largest() {
    Realm<S> largestRealm = null;
    for (Realm<S> realm : realms.values()) {
      if (largestRealm == null || realm.amount > largestRealm.amount) {
        largestRealm = realm;
      }
    }
    if (largestRealm == null) {
      throw new NoSuchElementException("nobody takes anything");
    }
    S largest = null;
    for (S share : largestRealm.shares.values()) {
      if (largest == null || amount(share) > amount(largest)) {
        largest = share;
      }
    }
    if (largest == null) {
      throw new IllegalStateException("a realm without shares");
    }
    return largest;
  }

  private static long amount(Share share) {
    return share.amount;
  }
}
