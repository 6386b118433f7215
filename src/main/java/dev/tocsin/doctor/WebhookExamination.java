package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Whether the API server asks the webhook about policies, and trusts its certificate. */
final class WebhookExamination implements Examination {
  private static final String SUBJECT = "webhook";
  private static final String NAME = "policies.tocsin.dev";
  private static final String OPERATOR =
      "The operator writes it within a minute: see why it did not with 'kubectl logs -A -l"
          + " app.kubernetes.io/component=operator,app.kubernetes.io/part-of=tocsin --tail=50'.";

  private final ClusterReader reader;
  private final InstantSource clock;

  WebhookExamination(ClusterReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(
        SUBJECT,
        client ->
            client.admissionRegistration().v1().validatingWebhookConfigurations().list().getItems(),
        this::judge);
  }

  private List<Diagnosis> judge(List<ValidatingWebhookConfiguration> all) {
    List<Diagnosis> said = new ArrayList<>();
    for (ValidatingWebhookConfiguration configuration : all) {
      for (ValidatingWebhook webhook : configuration.getWebhooks()) {
        if (webhook.getName().equals(NAME)) {
          said.add(judge(configuration.getMetadata().getName(), webhook));
        }
      }
    }
    if (said.isEmpty()) {
      said.add(
          Diagnosis.warning(
              SUBJECT,
              "policies are not judged before they are stored",
              "Switch it on with webhook.enabled=true, or lint policies before you apply them:"
                  + " 'tocsin lint POLICY.yaml'."));
    }
    return said;
  }

  private Diagnosis judge(String name, ValidatingWebhook webhook) {
    String bundle = webhook.getClientConfig().getCaBundle();
    boolean refuses = "Fail".equals(webhook.getFailurePolicy());
    String consequence =
        refuses
            ? ": nobody can change a policy"
            : ": mistakes in policies show in their status only";
    if (bundle == null || bundle.isEmpty()) {
      return problem(name + " has no caBundle" + consequence, refuses);
    }
    try {
      Instant end = endOfNewest(bundle);
      return end.isBefore(clock.instant())
          ? problem(name + " trusts a certificate that ended on " + end + consequence, refuses)
          : Diagnosis.ok(
              SUBJECT,
              name
                  + " judges policies; its authority is valid until "
                  + end
                  + ", failurePolicy "
                  + webhook.getFailurePolicy());
    } catch (CertificateException | IllegalArgumentException e) {
      return problem(name + " has a caBundle that is no certificate" + consequence, refuses);
    }
  }

  private static Diagnosis problem(String found, boolean refuses) {
    return refuses
        ? Diagnosis.problem(SUBJECT, found, OPERATOR)
        : Diagnosis.warning(SUBJECT, found, OPERATOR);
  }

  private static Instant endOfNewest(String bundle) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Base64.getMimeDecoder().decode(bundle)))
        .stream()
        .map(X509Certificate.class::cast)
        .map(each -> each.getNotAfter().toInstant())
        .max(Instant::compareTo)
        .orElseThrow(() -> new CertificateException("none"));
  }
}
