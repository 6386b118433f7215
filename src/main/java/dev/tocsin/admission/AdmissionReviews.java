package dev.tocsin.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Questions and answers of the API server: {@code AdmissionReview} of admission.k8s.io/v1. */
final class AdmissionReviews {
  /** What the API server asks clients to keep to; it cuts off what is longer. */
  private static final int LONGEST_WARNING = 250;

  private static final int MOST_WARNINGS = 10;

  /** For a person to read; who made thousands of mistakes sees the others when these are mended. */
  private static final int MOST_ERRORS = 20;

  private static final int LONGEST_ERROR = 2_000;
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
    Review.ReviewResult verdict =
        question.isSpecChanged()
            ? review.of(question.object(), question.namespace())
            : new Review.ReviewResult(List.of(), List.of());
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
          .put("message", message(verdict.errors()));
    }
    if (!verdict.warnings().isEmpty()) {
      ArrayNode warnings = response.putArray("warnings");
      verdict.warnings().stream()
          .limit(MOST_WARNINGS)
          .map(each -> shortened(each, LONGEST_WARNING))
          .forEach(warnings::add);
    }
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String message(List<String> errors) {
    List<String> lines = new ArrayList<>();
    errors.stream()
        .limit(MOST_ERRORS)
        .map(each -> shortened(each, LONGEST_ERROR))
        .forEach(lines::add);
    if (errors.size() > MOST_ERRORS) {
      lines.add("and " + (errors.size() - MOST_ERRORS) + " more");
    }
    return String.join("\n", lines);
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
  }
}
