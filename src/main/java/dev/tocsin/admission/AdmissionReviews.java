package dev.tocsin.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Questions and answers of the API server: {@code AdmissionReview} of admission.k8s.io/v1. */
final class AdmissionReviews {
  /** What the API server asks clients to keep to; it cuts off what is longer. */
  private static final int LONGEST_WARNING = 250;

  private static final int MOST_WARNINGS = 10;
  private static final int UNPROCESSABLE = 422;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Review review;

  /** The question cannot be understood. */
  static final class BadQuestionException extends Exception {
    private static final long serialVersionUID = 1L;

    BadQuestionException(String message) {
      super(message);
    }
  }

  AdmissionReviews(Review review) {
    this.review = review;
  }

  byte[] answer(ReviewQuestion question) {
    Review.Verdict verdict =
        question.isMeant()
            ? review.of(question.object(), question.namespace())
            : new Review.Verdict(List.of(), List.of());
    ObjectNode answer = JSON.createObjectNode();
    answer.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response = answer.putObject("response");
    response.put("uid", question.uid());
    response.put("allowed", verdict.errors().isEmpty());
    if (!verdict.errors().isEmpty()) {
      response
          .putObject("status")
          .put("code", UNPROCESSABLE)
          .put("reason", "Invalid")
          .put("message", String.join("\n", verdict.errors()));
    }
    if (!verdict.warnings().isEmpty()) {
      ArrayNode warnings = response.putArray("warnings");
      verdict.warnings().stream()
          .limit(MOST_WARNINGS)
          .map(AdmissionReviews::shortened)
          .forEach(warnings::add);
    }
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_WARNING ? text : text.substring(0, LONGEST_WARNING - 3) + "...";
  }
}
