package dev.tocsin.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How many tokens of one address may be reviewed: few at the same time, and few that turn out to be
 * bad. What a peer may have wrong comes back with time, so that a sensor behind an address that it
 * shares with an attacker is delayed and not shut out. Thread safe.
 */
final class PeerTurns {
  private static final int AT_ONCE = 2;
  private static final int MOST_BAD = 10;
  private static final Duration BAD_ONE_COMES_BACK = Duration.ofSeconds(6);

  /** Beyond them the ones that were seen longest ago are forgotten. */
  private static final int MOST_PEERS = 10_000;

  private final InstantSource clock;
  private final Cache<String, Peer> peers = Caffeine.newBuilder().maximumSize(MOST_PEERS).build();

  PeerTurns(InstantSource clock) {
    this.clock = clock;
  }

  /** The tokens of one address. */
  private static final class Peer {
    private int underWay;
    private int bad;
    private Instant since = Instant.MIN;
  }

  /** A review that is under way. */
  final class Turn implements AutoCloseable {
    private final Peer peer;

    private Turn(Peer peer) {
      this.peer = peer;
    }

    /** The token was no good. */
    void bad() {
      synchronized (peer) {
        if (peer.bad == 0) {
          peer.since = clock.instant();
        }
        peer.bad++;
      }
    }

    @Override
    public void close() {
      synchronized (peer) {
        peer.underWay--;
      }
    }
  }

  /** Empty when it is not its turn. */
  Optional<Turn> take(String address) {
    Peer peer = peers.get(address, any -> new Peer());
    synchronized (peer) {
      forgive(peer);
      if (peer.underWay >= AT_ONCE || peer.underWay + peer.bad >= MOST_BAD) {
        return Optional.empty();
      }
      peer.underWay++;
      return Optional.of(new Turn(peer));
    }
  }

  private void forgive(Peer peer) {
    if (peer.bad == 0) {
      return;
    }
    Duration passed = Duration.between(peer.since, clock.instant());
    long back = Math.max(0, passed.dividedBy(BAD_ONE_COMES_BACK));
    peer.bad -= (int) Math.min(peer.bad, back);
    peer.since = peer.since.plus(BAD_ONE_COMES_BACK.multipliedBy(back));
  }
}
