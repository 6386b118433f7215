package dev.tocsin.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may talk to the API server, as files: bearer tokens, the key that signs service account
 * tokens, and a kubeconfig for each user.
 */
final class Credentials {
  static final String ADMIN = "admin";
  static final String CONTROLLER_MANAGER = "system:kube-controller-manager";
  static final String SCHEDULER = "system:kube-scheduler";

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final Path folder;

  /** User to token. */
  private final Map<String, String> tokens = new LinkedHashMap<>();

  private Credentials(Path folder) {
    this.folder = folder;
  }

  /** Writes everything but the kubeconfigs, which need the server's certificate. */
  static Credentials create(Path folder) throws IOException {
    Credentials credentials = new Credentials(Files.createDirectories(folder));
    SecureRandom random = new SecureRandom();
    StringBuilder table = new StringBuilder();
    for (String user : new String[] {ADMIN, CONTROLLER_MANAGER, SCHEDULER}) {
      byte[] secret = new byte[16];
      random.nextBytes(secret);
      String token = HexFormat.of().formatHex(secret);
      credentials.tokens.put(user, token);
      String groups = user.equals(ADMIN) ? ",\"system:masters\"" : "";
      table.append(token + "," + user + "," + user + groups + "\n");
    }
    Files.writeString(credentials.tokenFile(), table);
    KeyPair pair = newKeyPair();
    writePem(credentials.signingKey(), "PRIVATE KEY", pair.getPrivate().getEncoded());
    writePem(credentials.publicKey(), "PUBLIC KEY", pair.getPublic().getEncoded());
    return credentials;
  }

  Path tokenFile() {
    return folder.resolve("tokens.csv");
  }

  Path signingKey() {
    return folder.resolve("service-account.key");
  }

  Path publicKey() {
    return folder.resolve("service-account.pub");
  }

  /** Where kube-apiserver puts the certificate it makes for itself. */
  Path servingCertificate() {
    return folder.resolve("apiserver.crt");
  }

  /**
   * Whether kube-apiserver has written all of its certificate: one that is read while it is being
   * written is trusted by nobody, and the server says nothing of clients that turn away.
   */
  boolean hasServingCertificate() {
    try {
      String text = Files.readString(servingCertificate(), StandardCharsets.ISO_8859_1);
      return text.startsWith(BEGIN) && text.strip().endsWith(END);
    } catch (NoSuchFileException notYet) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  Path kubeconfig(String user) {
    return folder.resolve(user.replace(':', '-') + ".kubeconfig");
  }

  /** To be called when the server has made its certificate. */
  void writeKubeconfigs(String address) throws IOException {
    String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(servingCertificate()));
    for (Map.Entry<String, String> entry : tokens.entrySet()) {
      Files.writeString(
          kubeconfig(entry.getKey()),
          """
          apiVersion: v1
          kind: Config
          clusters:
          - name: test
            cluster: {server: "%s", certificate-authority-data: %s}
          users:
          - name: "%s"
            user: {token: %s}
          contexts:
          - name: test
            context: {cluster: test, user: "%s"}
          current-context: test
          """
              .formatted(address, authority, entry.getKey(), entry.getValue(), entry.getKey()));
    }
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writePem(Path file, String type, byte[] der) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }
}
