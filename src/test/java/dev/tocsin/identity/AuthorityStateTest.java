package dev.tocsin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorityStateTest {
  private static final List<String> NAMES = List.of("tocsin-operator.tocsin-system.svc");
  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  private final AuthorityState begin = AuthorityState.begin(NAMES, BEGIN);

  private static AuthorityState advanced(AuthorityState state, Instant now) {
    return state.advance(NAMES, now, state.bundle());
  }

  private static Instant days(long days) {
    return BEGIN.plus(Duration.ofDays(days));
  }

  private static X509Certificate serving(AuthorityState state) {
    return state.serving().certificate();
  }

  @Test
  void certificatesSayWhatTheyAreFor() throws Exception {
    X509Certificate authority = begin.signing().certificate();
    authority.verify(authority.getPublicKey());
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(serving(begin).getBasicConstraints()).isEqualTo(-1);
    assertThat(serving(begin).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(serving(begin).getSubjectAlternativeNames())
        .containsExactly(List.of(2, NAMES.getFirst()));
    assertThat(begin.signing().notAfter()).isEqualTo(days(365));
    assertThat(begin.serving().notAfter()).isEqualTo(days(30));
  }

  @Test
  void nothingIsDueAtFirst() {
    assertThat(advanced(begin, BEGIN)).isSameAs(begin);
    assertThat(advanced(begin, days(19))).isSameAs(begin);
  }

  @Test
  void theServingCertificateIsRenewedAtTwoThirdsOfItsLife() {
    AuthorityState renewed = advanced(begin, days(20));
    assertThat(serving(renewed)).isNotEqualTo(serving(begin));
    assertThat(renewed.serving().notAfter()).isEqualTo(days(50));
    assertThat(renewed.signing()).isEqualTo(begin.signing());
  }

  @Test
  void otherNamesMakeAnotherServingCertificate() {
    AuthorityState renamed = begin.advance(List.of("other.svc"), BEGIN, begin.bundle());
    assertThat(serving(renamed)).isNotEqualTo(serving(begin));
    assertThat(renamed.signing()).isEqualTo(begin.signing());
  }

  @Test
  void aNewAuthorityIsPublishedForADayBeforeItSigns() {
    AuthorityState prepared = advanced(begin, days(244));
    assertThat(prepared.signing()).isEqualTo(begin.signing());
    assertThat(prepared.bundle()).hasSize(2);
    assertThat(CertificateMaker.signed(begin.signing(), serving(prepared))).isTrue();

    // Nobody can read it yet: time that passes does not count.
    AuthorityState unpublished = prepared.advance(NAMES, days(300), begin.bundle());
    assertThat(unpublished.signing()).isEqualTo(begin.signing());
    assertThat(unpublished.next().published()).isNull();

    AuthorityState published = advanced(unpublished, days(300));
    AuthorityState early = advanced(published, days(301).minusSeconds(1));
    assertThat(early.signing()).isEqualTo(begin.signing());

    AuthorityState promoted = advanced(early, days(301));
    assertThat(promoted.signing()).isEqualTo(prepared.next().authority());
    assertThat(promoted.next()).isNull();
    assertThat(CertificateMaker.signed(promoted.signing(), serving(promoted))).isTrue();
    assertThat(promoted.bundle())
        .containsExactly(promoted.signing().certificate(), begin.signing().certificate());

    AuthorityState later = advanced(promoted, days(366));
    assertThat(later.bundle()).containsExactly(promoted.signing().certificate());
  }

  @Test
  void noServingCertificateOutlivesItsAuthority() {
    AuthorityState late = begin.advance(NAMES, days(360), List.of());
    assertThat(late.serving().notAfter()).isEqualTo(days(365));
  }

  @Test
  void anAuthorityThatExpiredUnseenIsReplacedAsSoonAsTheNewOneIsPublished() {
    AuthorityState prepared = advanced(begin, days(400));
    AuthorityState replaced = advanced(prepared, days(400));
    assertThat(replaced.signing()).isEqualTo(prepared.next().authority());
    assertThat(replaced.serving().notAfter()).isEqualTo(days(430));
  }
}
