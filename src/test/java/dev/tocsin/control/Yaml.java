package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;

/** API objects as people write them. */
final class Yaml {
  private Yaml() {}

  /** A policy whose spec matches {@code process.name == 'sh'}, and has more fields if given. */
  static DetectionPolicy policy(String namespace, String name, String... moreSpec) {
    DetectionPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            spec:
              title: Shell
              events: [ProcessExec]
              match: process.name == 'sh'
            """
                + indented(moreSpec),
            DetectionPolicy.class);
    policy.getMetadata().setNamespace(namespace);
    policy.getMetadata().setName(name);
    policy.getMetadata().setUid("uid-of-" + name);
    policy.getMetadata().setGeneration(3L);
    return policy;
  }

  /** A policy whose whole spec is given. */
  static DetectionPolicy policyOf(String namespace, String name, String spec) {
    DetectionPolicy policy = policy(namespace, name);
    policy.setSpec(
        Serialization.unmarshal("---\n" + spec, dev.tocsin.api.v1alpha1.DetectionPolicySpec.class));
    return policy;
  }

  /** An exception for builds, that names the policies of its spec. */
  static DetectionException exception(String namespace, String name, String... spec) {
    DetectionException exception =
        Serialization.unmarshal(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionException
            spec:
              match: pod.labels['app'] == 'build'
            """
                + indented(spec),
            DetectionException.class);
    exception.getMetadata().setNamespace(namespace);
    exception.getMetadata().setName(name);
    return exception;
  }

  private static String indented(String... lines) {
    return String.join("\n", lines).indent(2);
  }
}
