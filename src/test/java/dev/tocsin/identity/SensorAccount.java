package dev.tocsin.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A ServiceAccount of a real API server, pods that run as it, and tokens of it: issued by the
 * server, or made with the server's own key where it would not issue such a one.
 */
public final class SensorAccount {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  public SensorAccount(ControlPlane plane, String namespace, String name) {
    this.plane = plane;
    this.client = plane.client();
    this.namespace = namespace;
    this.name = name;
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }

  TokenReviews.Account account() {
    return new TokenReviews.Account(namespace, name);
  }

  /** A pod that runs as this account, on a new node. */
  public Pod podOn(String node) {
    plane.addNode(node, Map.of("kubernetes.io/os", "linux"));
    return client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("sensor-of-" + node)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(name)
                .withNodeName(node)
                .addNewContainer()
                .withName("sensor")
                .withImage("tocsin")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  public void delete(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  public String token(String audience, Pod pod) {
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(name)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience)
                .withExpirationSeconds(3_600L)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  String unboundToken(String audience) {
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(name)
        .tokenRequest(
            new TokenRequestBuilder().withNewSpec().withAudiences(audience).endSpec().build())
        .getStatus()
        .getToken();
  }

  /** The same token with other claims, signed as the API server signs. */
  String changed(String token, Consumer<ObjectNode> change) {
    String[] parts = token.split("\\.");
    try {
      ObjectNode claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      change.accept(claims);
      String signed = parts[0] + "." + encode(JSON.writeValueAsBytes(claims));
      Path file = plane.folder().resolve("credentials/service-account.key");
      PrivateKey key = Pem.key(Files.readString(file), file.toString());
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException | GeneralSecurityException | UnusableCertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
