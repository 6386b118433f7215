package dev.tocsin.kubernetes;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which proxy leads to an API server, by the rules of kubectl. */
final class Proxies {
  private final Map<String, String> environment;

  /**
   * @param environment the variables of the process
   */
  Proxies(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The proxy, with its port; empty where there is none to use.
   *
   * @param configured {@code proxy-url} of the kubeconfig, which goes before the surroundings
   * @throws UnusableClusterException for a proxy that is none
   */
  Optional<URI> to(URI server, @Nullable String configured) {
    if (configured != null && !configured.isEmpty()) {
      return Optional.of(proxy("proxy-url", configured));
    }
    String scheme = String.valueOf(server.getScheme()).toUpperCase(Locale.ROOT);
    int port = server.getPort() < 0 ? (scheme.equals("HTTPS") ? 443 : 80) : server.getPort();
    NoProxy exempt = NoProxy.parse(variable("NO_PROXY").map(Map.Entry::getValue).orElse(""));
    if (server.getHost() == null || exempt.covers(server.getHost(), port)) {
      return Optional.empty();
    }
    return Stream.of(scheme + "_PROXY", "ALL_PROXY")
        .flatMap(name -> variable(name).stream())
        .findFirst()
        .map(variable -> proxy(variable.getKey(), variable.getValue()));
  }

  private Optional<Map.Entry<String, String>> variable(String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(each -> Map.entry(each, environment.getOrDefault(each, "").strip()))
        .filter(each -> !each.getValue().isEmpty())
        .findFirst();
  }

  private static URI proxy(String where, String text) {
    try {
      URI proxy = new URI(text.contains("://") ? text : "http://" + text);
      String scheme = Objects.requireNonNullElse(proxy.getScheme(), "").toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") || proxy.getHost() == null) {
        throw new UnusableClusterException(
            where + ": only proxies that speak HTTP can be used: http://host:port");
      }
      return new URI(
          "http",
          proxy.getUserInfo(),
          proxy.getHost(),
          proxy.getPort() < 0 ? 80 : proxy.getPort(),
          null,
          null,
          null);
    } catch (URISyntaxException e) {
      // its text may have a password in it
      throw new UnusableClusterException(where + ": no URL: " + e.getReason(), e);
    }
  }
}
