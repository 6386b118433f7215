package dev.tocsin.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * HTTP connections to an API server, by the JDK's client, whose certificate may have to be for
 * another name than the address: {@code tls-server-name} of a kubeconfig. The authority that the
 * cluster names is the only one that is trusted.
 */
public final class ApiConnections extends JdkHttpClientFactory {
  static {
    prepareJdk();
  }

  private final @Nullable String serverName;

  public ApiConnections() {
    this(null);
  }

  private ApiConnections(@Nullable String serverName) {
    this.serverName = serverName;
  }

  /**
   * Sets what the JDK's client must know before it is used for the first time, whoever uses it
   * first: it does not send a proxy the password for a tunnel unless it may, and lets nobody choose
   * the header Host, which who connects to a numeric address must.
   */
  public static void prepareJdk() {
    setUnlessGiven("jdk.http.auth.tunneling.disabledSchemes", "");
    setUnlessGiven("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  @Override
  public HttpClient.Builder newBuilder(Config config) {
    String name = config.getTlsServerName();
    if (name == null || name.isEmpty()) {
      return trusting(config);
    }
    // Fabric8 only warns that it cannot do it
    Config unnamed = new ConfigBuilder(config).withTlsServerName(null).build();
    return new ApiConnections(name).newBuilder(unnamed);
  }

  private HttpClient.Builder trusting(Config config) {
    HttpClient.Builder builder = super.newBuilder(config);
    ClusterAuthority.of(config).ifPresent(trust -> builder.sslContext(keys(config), trust));
    return builder;
  }

  private static KeyManager @Nullable [] keys(Config config) {
    try {
      return SSLUtils.keyManagers(config);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("client-certificate: " + e.getMessage(), e);
    }
  }

  /** The JDK asks for this name where the address is numeric, and expects it in the certificate. */
  @Override
  protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
    if (serverName != null) {
      SSLParameters parameters = new SSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
      builder.sslParameters(parameters);
    }
  }
}
