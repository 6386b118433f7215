package dev.tocsin.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod of one container asks for, with the references to itself resolved. What is not played
 * is an error, so that a chart that begins to use it is not tested as if it did not.
 */
record PodManifest(Pod pod, String podIp, String hostIp) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

  PodManifest {
    if (pod.getSpec().getContainers().size() != 1 || !pod.getSpec().getInitContainers().isEmpty()) {
      throw new UnsupportedOperationException("not one container: " + name(pod));
    }
    if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
      throw new UnsupportedOperationException("the node's network: " + name(pod));
    }
  }

  static String name(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  Container container() {
    return pod.getSpec().getContainers().getFirst();
  }

  /** Those of the pod; what a kubelet adds is not among them. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar variable : container().getEnv()) {
      environment.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? variable.getValue()
              : field(variable.getValueFrom().getFieldRef().getFieldPath()));
    }
    return environment;
  }

  /** A field of the pod by its path, as the downward API has it. */
  String field(String path) {
    ObjectMeta metadata = pod.getMetadata();
    return switch (path) {
      case "metadata.name" -> metadata.getName();
      case "metadata.namespace" -> metadata.getNamespace();
      case "metadata.uid" -> metadata.getUid();
      case "spec.nodeName" -> pod.getSpec().getNodeName();
      case "status.podIP" -> podIp;
      case "status.hostIP" -> hostIp;
      default -> throw new UnsupportedOperationException("field " + path);
    };
  }

  /** With {@code $(NAME)} replaced by the environment. */
  List<String> arguments() {
    Map<String, String> environment = environment();
    return container().getArgs().stream()
        .map(
            argument ->
                VARIABLE
                    .matcher(argument)
                    .replaceAll(
                        found ->
                            Matcher.quoteReplacement(
                                environment.getOrDefault(found.group(1), found.group()))))
        .toList();
  }

  long user() {
    return security().getRunAsUser();
  }

  long group() {
    return security().getRunAsGroup();
  }

  private PodSecurityContext security() {
    return pod.getSpec().getSecurityContext();
  }

  /** Where a probe asks, {@code http://...}. */
  String url(Probe probe) {
    String name = probe.getHttpGet().getPort().getStrVal();
    int port =
        container().getPorts().stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow()
            .getContainerPort();
    return "http://" + podIp + ":" + port + probe.getHttpGet().getPath();
  }
}
