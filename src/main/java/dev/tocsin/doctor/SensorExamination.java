package dev.tocsin.doctor;

import dev.tocsin.kubernetes.ApiRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the sensor beside this process says of itself on its readiness page. */
final class SensorExamination implements Examination {
  private static final String SUBJECT = "sensor";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI health;

  SensorExamination(URI health) {
    this.health = health;
  }

  @Override
  public List<Diagnosis> examine() throws InterruptedException {
    URI page = health.resolve("/readyz");
    try (HttpClient http =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build()) {
      HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
      return judge(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return List.of(
          Diagnosis.problem(
              SUBJECT,
              page + " does not answer: " + ApiRequests.error(e),
              "See how it ended: 'kubectl logs POD --previous'; its address is --http-address."));
    }
  }

  /** {@code [+]agent: 1 connected}, {@code [-]operator: connection refused}. */
  private static List<Diagnosis> judge(String page) {
    List<Diagnosis> said = new ArrayList<>();
    for (String line : page.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon < 0 || !(line.startsWith("[+]") || line.startsWith("[-]"))) {
        continue;
      }
      String subject = SUBJECT + ", " + line.substring(3, colon);
      String found = line.substring(colon + 2);
      said.add(
          line.startsWith("[+]")
              ? Diagnosis.ok(subject, found)
              : Diagnosis.problem(
                  subject, found, "Its log says more: 'kubectl logs POD -n NAMESPACE'."));
    }
    return said;
  }
}
