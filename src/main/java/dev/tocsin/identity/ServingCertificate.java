package dev.tocsin.identity;

import io.grpc.util.AdvancedTlsX509KeyManager;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the operator shows, always the newest: connections that are open keep what
 * they have, each new one gets what there is. For any TLS server, gRPC's and the JDK's.
 */
public final class ServingCertificate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServingCertificate.class);

  private final CertificateSource source;
  private final Duration interval;
  private final AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
  private final Thread thread;
  private @Nullable Credential shown;
  private volatile String problem = "";
  private volatile boolean closed;

  private ServingCertificate(CertificateSource source, Duration interval) {
    this.source = source;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("serving certificate").unstarted(this::run);
  }

  /**
   * Gets the first certificate, and looks for a newer one from then on.
   *
   * @param interval between two looks
   * @throws UnusableCertificateException when there is none to begin with
   */
  public static ServingCertificate start(CertificateSource source, Duration interval)
      throws UnusableCertificateException {
    ServingCertificate certificate = new ServingCertificate(source, interval);
    certificate.show(source.current());
    certificate.thread.start();
    return certificate;
  }

  public X509ExtendedKeyManager keyManager() {
    return manager;
  }

  /** Why a newer one could not be had at the last attempt, {@code ""} if it could. */
  public String problem() {
    return problem;
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(interval);
        show(source.current());
        problem = "";
      } catch (InterruptedException e) {
        // closed: the loop sees to it
      } catch (UnusableCertificateException e) {
        if (!closed) {
          warn(String.valueOf(e.getMessage()));
        }
      } catch (RuntimeException e) {
        // A mistake in this program: what is shown stays good for long, so there is time to mend.
        LOG.error("checking the serving certificate failed", e);
        problem = e.toString();
      }
    }
  }

  private void warn(String text) {
    if (!text.equals(problem)) {
      LOG.warn("the serving certificate is not renewed: {}", text);
    }
    problem = text;
  }

  private void show(Credential newest) {
    if (shown != null && shown.chain().equals(newest.chain())) {
      return;
    }
    manager.updateIdentityCredentials(newest.chain().toArray(X509Certificate[]::new), newest.key());
    shown = newest;
    LOG.info("serving with a certificate that is valid until {}", newest.notAfter());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
