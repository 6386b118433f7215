package dev.tocsin.doctor;

import dev.tocsin.kubernetes.ApiRequests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the API server answers, how fast, and whether its clock and this one agree. */
final class ApiServerExamination implements Examination {
  private static final String SUBJECT = "API server";
  private static final String CLOCK = "clock";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** Certificates and tokens have this much room at either end; ages in tables look odd before. */
  private static final Duration CLOCK_DOUBTFUL = Duration.ofSeconds(5);

  private static final Duration CLOCK_WRONG = Duration.ofMinutes(1);
  private static final Pattern VERSION = Pattern.compile("\"gitVersion\":\\s*\"([^\"]{1,60})\"");

  private final KubernetesClient client;
  private final InstantSource clock;

  ApiServerExamination(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public List<Diagnosis> examine() throws InterruptedException {
    String server = client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
    Instant before = clock.instant();
    HttpResponse<String> answer;
    try {
      answer = ask(server + "/version");
    } catch (ExecutionException | TimeoutException e) {
      return List.of(
          Diagnosis.problem(
              SUBJECT,
              server + " does not answer: " + ApiRequests.error(e),
              "Check the address with 'kubectl config view --minify', and the network with 'kubectl"
                  + " version'."));
    }
    Instant after = clock.instant();
    List<Diagnosis> said = new ArrayList<>();
    said.add(answered(server, answer, Duration.between(before, after)));
    said.add(clock(answer, before, after));
    return said;
  }

  private HttpResponse<String> ask(String url)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpClient http = client.getHttpClient();
    try {
      return http.sendAsync(http.newHttpRequestBuilder().uri(url).build(), String.class)
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new ExecutionException(e); // no URL, or no such name
    }
  }

  private static Diagnosis answered(String server, HttpResponse<String> answer, Duration took) {
    if (answer.code() != HttpURLConnection.HTTP_OK) {
      return Diagnosis.problem(
          SUBJECT,
          server + " answers with status " + answer.code(),
          "Log in again, or choose another --context; 'kubectl auth whoami' says who asks.");
    }
    Matcher version = VERSION.matcher(answer.body());
    String found =
        (version.find() ? version.group(1) : "of an unknown version")
            + " at "
            + server
            + ", answers within "
            + took.toMillis()
            + " ms";
    return took.compareTo(SLOW) > 0
        ? Diagnosis.warning(
            SUBJECT, found, "Look at its load: 'kubectl get --raw /readyz?verbose'.")
        : Diagnosis.ok(SUBJECT, found);
  }

  /** The header has whole seconds, cut off. */
  private static Diagnosis clock(HttpResponse<String> answer, Instant before, Instant after) {
    String date = answer.header("Date");
    if (date == null) {
      return Diagnosis.warning(CLOCK, "the API server does not say its time", "");
    }
    Instant server;
    try {
      server = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return Diagnosis.warning(CLOCK, "the API server's time is none: " + date, "");
    }
    Duration ahead = Duration.between(after, server);
    Duration behind = Duration.between(server.plusSeconds(1), before);
    Duration off = ahead.compareTo(behind) > 0 ? ahead : behind;
    if (off.compareTo(CLOCK_DOUBTFUL) <= 0) {
      return Diagnosis.ok(CLOCK, "agrees with the API server's");
    }
    String found =
        "%d s %s the API server's"
            .formatted(off.toSeconds(), ahead.compareTo(behind) > 0 ? "behind" : "ahead of");
    String remedy = "Synchronise it: 'timedatectl set-ntp true' and 'timedatectl timesync-status'.";
    return off.compareTo(CLOCK_WRONG) > 0
        ? Diagnosis.problem(CLOCK, found, remedy)
        : Diagnosis.warning(CLOCK, found, remedy);
  }
}
