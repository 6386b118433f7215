package dev.tocsin.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a kubeconfig names, or the pod's ServiceAccount, and the way to it: what Fabric8
 * makes of that, and what it leaves out. What neither does is refused, not left out: a user whose
 * {@code as} is ignored would be a mightier one.
 */
public final class ClusterAccess {
  private ClusterAccess() {}

  /**
   * A client of the cluster that the surroundings name.
   *
   * @throws UnusableClusterException says what is wrong with them
   */
  public static KubernetesClient open() {
    return open(config(null, null));
  }

  /**
   * A client of a cluster.
   *
   * @throws UnusableClusterException for certificates and keys that cannot be used
   */
  public static KubernetesClient open(Config config) {
    return build(config, new KubernetesClientBuilder());
  }

  /**
   * As above, for a command that soon ends: to list all kinds of Kubernetes takes longer than what
   * it asks. Reads the types that a request names, and what an API server says of an error.
   *
   * @throws UnusableClusterException for certificates and keys that cannot be used
   */
  public static KubernetesClient openBriefly(Config config) {
    KubernetesSerialization named = new KubernetesSerialization(new ObjectMapper(), false);
    named.registerKubernetesResource(Status.class);
    return build(config, new KubernetesClientBuilder().withKubernetesSerialization(named));
  }

  private static KubernetesClient build(Config config, KubernetesClientBuilder builder) {
    try {
      return builder.withHttpClientFactory(new ApiConnections()).withConfig(config).build();
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new UnusableClusterException(
          "no client for " + config.getMasterUrl() + " can be made: " + ApiRequests.error(e), e);
    }
  }

  /**
   * How to reach a cluster, and as whom.
   *
   * @param kubeconfig instead of the files of the surroundings
   * @param context instead of the current one
   * @throws UnusableClusterException says what cannot be used
   */
  public static Config config(@Nullable Path kubeconfig, @Nullable String context) {
    return config(kubeconfig, context, System.getenv());
  }

  static Config config(
      @Nullable Path kubeconfig, @Nullable String context, Map<String, String> environment) {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new UnusableClusterException(
          kubeconfig + (Files.exists(kubeconfig) ? ": cannot be read" : ": there is no such file"));
    }
    Optional<Kubeconfig> read =
        Kubeconfig.read(
            kubeconfig == null ? Config.getKubeconfigFilenames() : List.of(kubeconfig.toString()),
            context);
    if (kubeconfig != null && read.isEmpty()) {
      throw new UnusableClusterException(
          kubeconfig
              + ": has no current context; is it a kubeconfig? Else choose one with --context");
    }
    Config config = fabric8(kubeconfig, read.map(Kubeconfig::context).orElse(context));
    String proxy = null;
    if (read.isPresent()) {
      Cluster cluster = read.get().cluster();
      proxy = cluster.getProxyUrl();
      read.get().user().ifPresent(user -> apply(user, config));
      nameKeyAlgorithm(config);
    }
    useProxy(config, new Proxies(environment).to(server(config), proxy));
    useNumericAddress(config);
    return config;
  }

  private static Config fabric8(@Nullable Path kubeconfig, @Nullable String context) {
    try {
      return kubeconfig == null
          ? Config.autoConfigure(context)
          : Config.fromKubeconfig(context, kubeconfig.toFile());
    } catch (KubernetesClientException e) {
      throw new UnusableClusterException("the kubeconfig cannot be used: " + e.getMessage(), e);
    }
  }

  private static void apply(Kubeconfig.User user, Config config) {
    AuthInfo info = user.info();
    String tokenFile = info.getTokenFile();
    if (tokenFile != null && !tokenFile.isEmpty()) {
      Path file = user.file().toAbsolutePath().resolveSibling(tokenFile);
      read(file); // so that one that is missing is said at once
      config.setOauthTokenProvider(() -> read(file)); // which goes before "token", as in kubectl
    }
    boolean anonymous =
        config.getAutoOAuthToken() == null
            && config.getClientCertData() == null
            && config.getClientCertFile() == null;
    if (info.getExec() != null && anonymous) {
      throw new UnusableClusterException(
          "users.exec: " + info.getExec().getCommand() + " gave neither a token nor a certificate");
    }
    if (info.getAuthProvider() != null && anonymous) {
      throw new UnusableClusterException(
          "users.auth-provider: "
              + info.getAuthProvider().getName()
              + " is not supported; use exec");
    }
    if (info.getAsUid() != null && !info.getAsUid().isEmpty()) {
      throw new UnusableClusterException("users.as-uid is not supported");
    }
    if (info.getAs() != null && !info.getAs().isEmpty()) {
      config.setImpersonateUsername(info.getAs());
      config.setImpersonateGroups(
          info.getAsGroups() == null ? new String[0] : info.getAsGroups().toArray(String[]::new));
      config.setImpersonateExtras(info.getAsUserExtra());
    }
  }

  /** Fabric8 takes a key for RSA's unless its first line says another. */
  private static void nameKeyAlgorithm(Config config) {
    if (config.getClientCertData() == null && config.getClientCertFile() == null) {
      return;
    }
    try (InputStream certificate =
        CertUtils.getInputStreamFromDataOrFile(
            config.getClientCertData(), config.getClientCertFile())) {
      config.setClientKeyAlgo(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(certificate)
              .getPublicKey()
              .getAlgorithm());
    } catch (IOException | CertificateException e) {
      throw new UnusableClusterException(
          "users.client-certificate: cannot be read: " + e.getMessage(), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UnusableClusterException("users.tokenFile: " + file + " cannot be read", e);
    }
  }

  private static URI server(Config config) {
    try {
      return new URI(config.getMasterUrl());
    } catch (URISyntaxException e) {
      throw new UnusableClusterException("clusters.server: no URL: " + e.getMessage(), e);
    }
  }

  /** Fabric8 takes one proxy for servers with TLS and one for those without: both are this one. */
  private static void useProxy(Config config, Optional<URI> proxy) {
    config.setHttpProxy(proxy.map(URI::toString).orElse(null));
    config.setHttpsProxy(proxy.map(URI::toString).orElse(null));
    config.setNoProxy(new String[0]);
  }

  /** The JDK takes another name than that of the address only where that is numeric. */
  private static void useNumericAddress(Config config) {
    String name = config.getTlsServerName();
    URI server = server(config);
    if (name == null || name.isEmpty() || name.equals(server.getHost())) {
      return;
    }
    try {
      String numeric = InetAddress.getByName(server.getHost()).getHostAddress();
      config.setMasterUrl(
          new URI(server.getScheme(), null, numeric, server.getPort(), server.getPath(), null, null)
              .toString());
    } catch (UnknownHostException | URISyntaxException e) {
      throw new UnusableClusterException(
          "clusters.server: the name "
              + server.getHost()
              + " does not resolve, as tls-server-name wants it",
          e);
    }
  }
}
