package dev.tocsin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.source.Certificates;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubeconfigs by what a server observes a client that was made by them. */
class ClusterAccessTest {
  @TempDir private static Path folder;
  private static PlayedApiServer server;
  private static Certificates certificates;

  @BeforeAll
  static void start() throws Exception {
    certificates =
        Certificates.in(Files.createDirectories(folder.resolve("pki")))
            .issue("server", "kubernetes")
            .issue("client", "jane");
    server = PlayedApiServer.start(certificates, "server");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.requests.clear();
  }

  private static Path kubeconfig(String cluster, String user) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts:
        - {name: here, context: {cluster: c, user: u, namespace: shop}}
        clusters:
        - {name: c, cluster: {certificate-authority: pki/ca.pem, %s}}
        users:
        - {name: u, user: {%s}}
        """
            .formatted(cluster, user));
  }

  private static String at(String host) {
    return "server: 'https://" + host + ":" + server.port() + "', tls-server-name: kubernetes";
  }

  private static PlayedApiServer.Request ask(Path kubeconfig, Map<String, String> environment) {
    Config config = ClusterAccess.config(kubeconfig, null, environment);
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = ClusterAccess.open(config)) {
      assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("37");
      assertThat(client.getNamespace()).isEqualTo("shop");
    }
    return server.requests.getLast();
  }

  private static PlayedApiServer.Request ask(String cluster, String user) throws IOException {
    return ask(kubeconfig(cluster, user), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
  void theCertificateIsForTheTlsServerName(String host) throws IOException {
    assertThat(ask(at(host), "token: t").serverName()).isEqualTo("kubernetes");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws IOException {
    Path file =
        kubeconfig(
            "server: 'https://127.0.0.1:" + server.port() + "', tls-server-name: other",
            "token: t");
    assertThatThrownBy(() -> ask(file, Map.of())).hasStackTraceContaining("other");
  }

  /** As a public authority that signs a certificate for somebody in between. */
  @Test
  void whatTheMachineTrustsIsNoAuthorityOfACluster() throws Exception {
    Certificates others = Certificates.in(Files.createDirectories(folder.resolve("others")));
    Path file =
        Files.writeString(
            folder.resolve("other-authority"),
            Files.readString(kubeconfig(at("127.0.0.1"), "token: t"))
                .replace("pki/ca.pem", others.authority().toString()));
    String before = System.setProperty("javax.net.ssl.trustStore", machineTrusts().toString());
    try {
      assertThatThrownBy(() -> ask(file, Map.of())).hasStackTraceContaining("PKIX path");
    } finally {
      if (before == null) {
        System.clearProperty("javax.net.ssl.trustStore");
      } else {
        System.setProperty("javax.net.ssl.trustStore", before);
      }
    }
    assertThat(server.requests).isEmpty();
  }

  /** A store of the authority that signed the server's certificate. */
  private static Path machineTrusts() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(certificates.authority())) {
      store.setCertificateEntry(
          "public", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = folder.resolve("cacerts");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  @Test
  void insecureSkipsTheCertificate() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("insecure"),
            Files.readString(
                    kubeconfig("server: 'https://127.0.0.1:" + server.port() + "'", "token: t"))
                .replace("certificate-authority: pki/ca.pem", "insecure-skip-tls-verify: true"));
    assertThat(ask(file, Map.of()).header("Authorization")).isEqualTo("Bearer t");
  }

  @Test
  void dataGoesForFiles() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("data"),
            Files.readString(
                    kubeconfig(
                        at("127.0.0.1"),
                        "client-certificate-data: "
                            + base64(certificates.certificate("client"))
                            + ", client-key-data: "
                            + base64(certificates.key("client"))))
                .replace(
                    "certificate-authority: pki/ca.pem",
                    "certificate-authority-data: " + base64(certificates.authority())));
    assertThat(ask(file, Map.of()).clientName()).isEqualTo("CN=client");
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  @Test
  void aUserMayBeACertificateATokenAFileOrAPassword() throws IOException {
    assertThat(
            ask(
                    at("127.0.0.1"),
                    "client-certificate: pki/client.pem, client-key: " + certificates.key("client"))
                .clientName())
        .isEqualTo("CN=client");
    assertThat(ask(at("127.0.0.1"), "token: abc").header("Authorization")).isEqualTo("Bearer abc");
    Files.writeString(folder.resolve("token"), "of-file\n");
    assertThat(ask(at("127.0.0.1"), "token: abc, tokenFile: token").header("Authorization"))
        .isEqualTo("Bearer of-file");
    assertThat(ask(at("127.0.0.1"), "username: jane, password: p").header("Authorization"))
        .startsWith("Basic ");
  }

  @Test
  void aUserMayBeWhatACommandSays() throws IOException {
    Path command =
        Files.writeString(
            folder.resolve("login"),
            """
            #!/bin/sh
            echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "'$WHO'"}}'
            """);
    assertThat(command.toFile().setExecutable(true)).isTrue();
    assertThat(
            ask(
                    at("127.0.0.1"),
                    "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, env:"
                        + " [{name: WHO, value: jane}]}")
                .header("Authorization"))
        .isEqualTo("Bearer jane");
  }

  @Test
  void whomAUserActsAsIsSaid() throws IOException {
    PlayedApiServer.Request request =
        ask(
            at("127.0.0.1"),
            "token: t, as: viewer, as-groups: [readers], as-user-extra: {team: [a]}");
    assertThat(request.header("Impersonate-User")).isEqualTo("viewer");
    assertThat(request.header("Impersonate-Group")).isEqualTo("readers");
    assertThat(request.header("Impersonate-Extra-team")).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token: t, as: a, as-uid: u | users.as-uid is not supported",
        "auth-provider: {name: gcp} | users.auth-provider: gcp is not supported; use exec",
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: 'true'} | users.exec: true"
            + " gave neither a token nor a certificate",
        "tokenFile: missing | users.tokenFile: ",
      })
  void aUserThatCannotBeOneIsRefused(String user, String message) throws IOException {
    Path file = kubeconfig(at("127.0.0.1"), user);
    assertThatThrownBy(() -> ask(file, Map.of()))
        .isInstanceOf(UnusableClusterException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster: c | cluster: gone | names the cluster \"gone\", and there is none",
        "user: u | user: gone | names the user \"gone\", and there is none",
        "current-context: here | current-context: gone | the kubeconfig has no context gone",
        "apiVersion: v1 | apiVersion: [ | is no kubeconfig",
      })
  void whatIsMissingIsSaid(String text, String instead, String message) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("broken"),
            Files.readString(kubeconfig(at("127.0.0.1"), "token: t"))
                .replaceFirst(text + "\\b", instead));
    assertThatThrownBy(() -> ask(file, Map.of()))
        .isInstanceOf(UnusableClusterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aKeyThatIsNoneIsSaidInOneSentence() throws IOException {
    Path file =
        kubeconfig(
            at("127.0.0.1"), "client-certificate: pki/client.pem, client-key: pki/missing.pem");
    assertThatThrownBy(() -> ask(file, Map.of()))
        .isInstanceOf(UnusableClusterException.class)
        .hasMessageContaining("missing.pem");
  }

  @Test
  void aProxyUrlIsGoneBy() throws IOException {
    try (PlayedProxy proxy = PlayedProxy.start()) {
      ask(at("127.0.0.1") + ", proxy-url: 'http://127.0.0.1:" + proxy.port() + "'", "token: t");
      assertThat(proxy.tunnels).isNotEmpty().allMatch(("127.0.0.1:" + server.port())::equals);
    }
  }

  @Test
  void aProxyGetsItsPassword() throws IOException {
    try (PlayedProxy proxy = PlayedProxy.startWithPassword("jane:secret")) {
      ask(
          at("127.0.0.1") + ", proxy-url: 'http://jane:secret@127.0.0.1:" + proxy.port() + "'",
          "token: t");
      assertThat(proxy.tunnels).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://127.0.0.1:1", "https://127.0.0.1:1", "ftp://x", "http://"})
  void aProxyOfAnotherKindIsRefused(String url) throws IOException {
    Path file = kubeconfig(at("127.0.0.1") + ", proxy-url: '" + url + "'", "token: t");
    assertThatThrownBy(() -> ask(file, Map.of()))
        .isInstanceOf(UnusableClusterException.class)
        .hasMessageStartingWith("proxy-url: ");
  }

  /** None of them ends the process: the loopback is never asked by way of a proxy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "*.x",
        "[::1]",
        "10.0.0.0/8, .svc , *.cluster.local",
        "a b",
        "%%",
        "::"
      })
  void anyNoProxyWillDo(String noProxy) throws IOException {
    Path file = kubeconfig(at("127.0.0.1"), "token: t");
    assertThat(
            ask(file, Map.of("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", noProxy))
                .header("Authorization"))
        .isEqualTo("Bearer t");
  }

  @Test
  void theSurroundingsNameAProxyForHostsThatNoProxyDoesNot() throws IOException {
    Path file = kubeconfig("server: 'https://192.0.2.1:6443'", "token: t");
    assertThat(proxy(file, Map.of("https_proxy", "proxy:3128"))).isEqualTo("http://proxy:3128");
    assertThat(proxy(file, Map.of("HTTPS_PROXY", "http://proxy"))).isEqualTo("http://proxy:80");
    assertThat(proxy(file, Map.of("ALL_PROXY", "http://proxy:3128")))
        .isEqualTo("http://proxy:3128");
    assertThat(proxy(file, Map.of("HTTP_PROXY", "http://proxy:3128"))).isNull();
    assertThat(proxy(file, Map.of("HTTPS_PROXY", "proxy:1", "NO_PROXY", "192.0.2.0/24"))).isNull();
  }

  private static String proxy(Path file, Map<String, String> environment) {
    return ClusterAccess.config(file, null, environment).getHttpsProxy();
  }

  @Test
  void ofSeveralFilesTheFirstThatSaysItCounts() throws IOException {
    Path first =
        Files.writeString(
            folder.resolve("first"),
            "---\n"
                + "{current-context: here, contexts: [{name: here, context: {cluster: c, user:"
                + " u}}]}");
    Path second =
        Files.writeString(
            folder.resolve("second"),
            "---\n"
                + "{current-context: other, clusters: [{name: c, cluster: {server:"
                + " 'https://192.0.2.1'}}]}");
    Path third =
        Files.writeString(
            folder.resolve("third"),
            "---\n{users: [{name: u, user: {token: t}}],"
                + " clusters: [{name: c, cluster: {server: 'https://192.0.2.2'}}]}");
    Kubeconfig read =
        Kubeconfig.read(
                List.of("", "missing", first.toString(), second.toString(), third.toString()), null)
            .orElseThrow();
    assertThat(read.context()).isEqualTo("here");
    assertThat(read.cluster().getServer()).isEqualTo("https://192.0.2.1");
    assertThat(read.user().orElseThrow().info().getToken()).isEqualTo("t");
  }
}
