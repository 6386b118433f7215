package dev.tocsin.admission;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;

/** What is posted to the webhook, by whoever reaches its port. */
public final class WebhookTarget {
  private static final AdmissionReviews REVIEWS =
      new AdmissionReviews(new Review("tocsin", InstantSource.fixed(Instant.EPOCH)));

  private WebhookTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      REVIEWS.answer(ReviewReader.read(new ByteArrayInputStream(input)));
    } catch (AdmissionReviews.BadQuestionException e) {
      // answered with 400
    } catch (IOException e) {
      throw new UncheckedIOException("from memory", e);
    }
  }
}
