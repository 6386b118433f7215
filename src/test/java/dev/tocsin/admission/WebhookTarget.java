package dev.tocsin.admission;

import java.time.Instant;
import java.time.InstantSource;

/** What is posted to the webhook, by whoever reaches its port. */
public final class WebhookTarget {
  private static final AdmissionReviews REVIEWS =
      new AdmissionReviews(new Review("tocsin", InstantSource.fixed(Instant.EPOCH)));

  private WebhookTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      REVIEWS.answer(input);
    } catch (AdmissionReviews.BadQuestionException e) {
      // answered with 400
    }
  }
}
