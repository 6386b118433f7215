package dev.tocsin.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An authority through its rotations. A new one is published long before it signs, so that whoever
 * trusts what is published trusts it by then; the old one stays published until it has expired, as
 * certificates that it signed may still be shown.
 *
 * @param signing the one that signs
 * @param next the one that will
 * @param retired certificates of those that did
 * @param serving the certificate for servers
 */
record AuthorityState(
    Credential signing, @Nullable Next next, List<X509Certificate> retired, Credential serving) {

  /** From being published to signing: the time for everybody to read what is published. */
  static final Duration NOTICE = Duration.ofHours(24);

  /**
   * An authority that does not sign yet.
   *
   * @param published since when, as somebody saw it there; null when nobody has
   */
  record Next(Credential authority, @Nullable Instant published) {}

  static AuthorityState begin(List<String> dnsNames, Instant now) {
    Credential authority = CertificateMaker.authority(now);
    return new AuthorityState(
        authority, null, List.of(), CertificateMaker.serving(authority, dnsNames, now));
  }

  /** What is to be trusted. */
  List<X509Certificate> bundle() {
    return Stream.concat(
            Stream.of(signing, next == null ? null : next.authority())
                .filter(Objects::nonNull)
                .map(Credential::certificate),
            retired.stream())
        .toList();
  }

  /**
   * What is due now; the same state when nothing is.
   *
   * @param published what is published at the moment
   */
  AuthorityState advance(
      List<String> dnsNames, Instant now, Collection<X509Certificate> published) {
    AuthorityState state = withoutExpired(now).prepared(now, published);
    if (state.isNextDue(now)) {
      state = state.promoted();
    }
    return state.isServingDue(dnsNames, now)
        ? new AuthorityState(
            state.signing,
            state.next,
            state.retired,
            CertificateMaker.serving(state.signing, dnsNames, now))
        : state;
  }

  private AuthorityState withoutExpired(Instant now) {
    List<X509Certificate> valid =
        retired.stream().filter(each -> now.isBefore(each.getNotAfter().toInstant())).toList();
    return valid.size() == retired.size()
        ? this
        : new AuthorityState(signing, next, valid, serving);
  }

  private AuthorityState prepared(Instant now, Collection<X509Certificate> published) {
    if (next == null) {
      return now.isBefore(signing.renewal())
          ? this
          : withNext(new Next(CertificateMaker.authority(now), null));
    }
    return next.published() == null && published.contains(next.authority().certificate())
        ? withNext(new Next(next.authority(), now))
        : this;
  }

  private AuthorityState withNext(Next newNext) {
    return new AuthorityState(signing, newNext, retired, serving);
  }

  private boolean isNextDue(Instant now) {
    return next != null
        && next.published() != null
        && (!now.isBefore(next.published().plus(NOTICE)) || !now.isBefore(signing.notAfter()));
  }

  private AuthorityState promoted() {
    Credential promoted = Objects.requireNonNull(next).authority();
    List<X509Certificate> all = new ArrayList<>(retired);
    all.addFirst(signing.certificate());
    return new AuthorityState(promoted, null, List.copyOf(all), serving);
  }

  private boolean isServingDue(List<String> dnsNames, Instant now) {
    return !now.isBefore(serving.renewal())
        || !names(serving.certificate()).equals(Set.copyOf(dnsNames))
        || !CertificateMaker.signed(signing, serving.certificate());
  }

  private static Set<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream().map(each -> String.valueOf(each.get(1))).collect(Collectors.toSet());
    } catch (CertificateParsingException e) {
      return Set.of();
    }
  }
}
