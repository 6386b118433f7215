package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.kubernetes.ClusterAccess;
import dev.tocsin.kubernetes.UnusableClusterException;
import dev.tocsin.telemetry.Logs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names that people complete, of a kubeconfig and its cluster. Soon or not at all: somebody waits
 * with a finger on the key, and a cluster that does not answer, or refuses, has no names.
 */
final class ClusterNames {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final ListOptions SOME = new ListOptionsBuilder().withLimit(500L).build();

  Stream<String> contexts(Map<String, String> options) {
    try {
      return config(options, false).getContexts().stream().map(NamedContext::getName);
    } catch (UnusableClusterException e) {
      return Stream.empty();
    }
  }

  Stream<String> namespaces(Map<String, String> options) {
    return ask(options, client -> names(client.namespaces().list(SOME).getItems()));
  }

  Stream<String> policies(Map<String, String> options) {
    return ask(
        options,
        client ->
            names(client.resources(DetectionPolicy.class).inAnyNamespace().list(SOME).getItems()));
  }

  /**
   * @param current {@code shop/sh} asks for alerts of shop, as {@code -n shop} does
   */
  Stream<String> alerts(Map<String, String> options, String current) {
    int slash = current.indexOf('/');
    return ask(
        options,
        client -> {
          String namespace =
              slash > 0
                  ? current.substring(0, slash)
                  : options.getOrDefault("--namespace", client.getNamespace());
          String before = slash > 0 ? namespace + "/" : "";
          return names(
                  client
                      .resources(SecurityAlert.class)
                      .inNamespace(namespace == null ? "default" : namespace)
                      .list(SOME)
                      .getItems())
              .stream()
              .map(name -> before + name)
              .toList();
        });
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(each -> each.getMetadata().getName()).toList();
  }

  private static Stream<String> ask(
      Map<String, String> options, Function<KubernetesClient, List<String>> request) {
    Logs.withoutClientLibrary();
    try (KubernetesClient client = ClusterAccess.openBriefly(config(options, true))) {
      return request.apply(client).stream();
    } catch (KubernetesClientException | UnusableClusterException e) {
      return Stream.empty();
    }
  }

  private static Config config(Map<String, String> options, boolean ofContext) {
    String kubeconfig = options.get("--kubeconfig");
    return new ConfigBuilder(
            ClusterAccess.config(
                kubeconfig == null ? null : Path.of(kubeconfig),
                ofContext ? options.get("--context") : null))
        .withConnectionTimeout(PATIENCE_MILLIS)
        .withRequestTimeout(PATIENCE_MILLIS)
        .withRequestRetryBackoffLimit(0)
        .build();
  }
}
