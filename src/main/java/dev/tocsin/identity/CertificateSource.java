package dev.tocsin.identity;

/** Where a serving certificate comes from. */
public sealed interface CertificateSource permits CertificateFiles, SelfManagedAuthority {

  /**
   * The newest one. May take as long as requests to the API server take; for one thread.
   *
   * @throws UnusableCertificateException when there is none to be had now; what was had before
   *     stays good
   */
  Credential current() throws UnusableCertificateException;
}
