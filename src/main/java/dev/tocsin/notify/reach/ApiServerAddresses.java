package dev.tocsin.notify.reach;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/** Where the API server is reached. */
public final class ApiServerAddresses {
  private ApiServerAddresses() {}

  /** Empty where its name does not resolve. */
  public static Set<InetAddress> of(KubernetesClient client) {
    try {
      return Set.of(InetAddress.getAllByName(client.getMasterUrl().getHost()));
    } catch (UnknownHostException e) {
      return Set.of(); // in a pod it is numeric
    }
  }
}
