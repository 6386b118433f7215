package dev.tocsin.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.admission.AdmissionReviews.BadQuestionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewReaderTest {
  private static final String OBJECT =
      """
      {"apiVersion": "tocsin.dev/v1alpha1", "kind": "DetectionPolicy",
       "metadata": {"name": "a", "managedFields": [%1$s], "annotations":
         {"b": "c", "kubectl.kubernetes.io/last-applied-configuration": "%2$s"}},
       "spec": {"n": 1, "big": 12345678901234567890, "d": 1.5, "t": true, "z": null, "l": ["x"]},
       "status": {"nodes": [%1$s]}}
      """;

  private static ReviewQuestion read(String json) throws BadQuestionException, IOException {
    return ReviewReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String review(String fields) {
    return "{\"kind\": \"AdmissionReview\", \"request\": {\"uid\": \"u\", \"userInfo\": {}, "
        + fields
        + "}}";
  }

  private static String ofSpec(String spec) {
    return review("\"object\": {\"spec\": " + spec + "}");
  }

  /** The largest that an API server sends: most of it is who manages what, and what was applied. */
  @Test
  void whatIsNotJudgedIsNotKeptHoweverLargeItIs() throws Exception {
    String managed = "{\"f:spec\": {\"f:match\": {}}},".repeat(40_000) + "{}";
    ReviewQuestion question =
        read(
            review(
                "\"operation\": \"CREATE\", \"namespace\": \"ns\", \"object\": "
                    + OBJECT.formatted(managed, "x".repeat(2 << 20))));
    assertThat(question.uid()).isEqualTo("u");
    assertThat(question.namespace()).isEqualTo("ns");
    assertThat(question.isSpecChanged()).isTrue();
    assertThat(question.object().toString())
        .isEqualTo(
            "{\"apiVersion\":\"tocsin.dev/v1alpha1\",\"kind\":\"DetectionPolicy\","
                + "\"metadata\":{\"name\":\"a\",\"annotations\":{\"b\":\"c\"}},"
                + "\"spec\":{\"n\":1,\"big\":12345678901234567890,\"d\":1.5,\"t\":true,\"z\":null,"
                + "\"l\":[\"x\"]}}");
  }

  @Test
  void anUnchangedSpecIsNotJudgedInWhateverOrderTheObjectsCome() throws Exception {
    String object = OBJECT.formatted("", "");
    String changed = object.replace("1.5", "1.6");
    assertThat(
            read(review(
                    "\"oldObject\": %s, \"operation\": \"UPDATE\", \"object\": %s"
                        .formatted(object, object)))
                .isSpecChanged())
        .isFalse();
    assertThat(
            read(review(
                    "\"operation\": \"UPDATE\", \"object\": %s, \"oldObject\": %s"
                        .formatted(object, changed)))
                .isSpecChanged())
        .isTrue();
    assertThat(read(review("\"operation\": \"DELETE\", \"object\": null")).isSpecChanged())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"request\": []}",
        "{\"request\": {\"uid\": 7}}",
        "{\"request\": {\"uid\": \"u\""
      })
  void whatIsNoQuestionIsRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadQuestionException.class)
        .hasMessageStartingWith("not an AdmissionReview: ");
  }

  @Test
  void nothingGrowsInMemoryOrOnTheStack() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> read(ofSpec(deep))).isInstanceOf(BadQuestionException.class);
    assertThatThrownBy(() -> read(review("\"other\": " + deep)))
        .isInstanceOf(BadQuestionException.class);
    for (String wide :
        new String[] {
          "[" + "[],".repeat(1_000_000) + "[]]",
          "[" + "1,".repeat(1_000_000) + "1]",
          "{" + "\"a\": {},".repeat(1_000_000) + "\"a\": 1}",
          "[\"" + ("x".repeat(200_000) + "\", \"").repeat(10) + "\"]"
        }) {
      assertThatThrownBy(() -> read(ofSpec(wide)))
          .isInstanceOf(BadQuestionException.class)
          .hasMessageContaining("larger than is judged");
    }
    for (String large :
        new String[] {
          "\"" + "x".repeat(1 << 20) + "\"", "9".repeat(100), "{\"" + "k".repeat(1_000) + "\": 1}"
        }) {
      assertThatThrownBy(() -> read(ofSpec(large))).isInstanceOf(BadQuestionException.class);
    }
  }
}
