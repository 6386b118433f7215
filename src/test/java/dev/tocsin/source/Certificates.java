package dev.tocsin.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority, and certificates that it signed, made with the JDK's keytool, as PEM files. */
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes an authority in an empty folder. */
  public static Certificates in(Path folder) {
    Certificates certificates = new Certificates(folder);
    certificates.keytool(
        "-genkeypair -alias ca -dname CN=test-authority -keyalg EC -groupname secp256r1"
            + " -validity 2 -ext bc:c -ext ku:c=keyCertSign,cRLSign");
    certificates.writePem(
        certificates.authority(), "CERTIFICATE", certificates.certificateOf("ca"));
    return certificates;
  }

  /**
   * Makes a certificate for a name, good for servers and clients.
   *
   * @param dnsName in the subject's alternative names
   */
  public Certificates issue(String name, String dnsName) {
    keytool(
        "-genkeypair -alias %s -dname CN=%s -keyalg EC -groupname secp256r1 -validity 2 -signer ca"
                .formatted(name, name)
            + " -ext san=dns:"
            + dnsName);
    writePem(certificate(name), "CERTIFICATE", certificateOf(name));
    writePem(key(name), "PRIVATE KEY", keyOf(name));
    return this;
  }

  public Path authority() {
    return folder.resolve("ca.pem");
  }

  public Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private Path store() {
    return folder.resolve("store.p12");
  }

  private void keytool(String arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(
        List.of("-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private byte[] certificateOf(String alias) {
    try {
      Certificate certificate = open().getCertificate(alias);
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] keyOf(String alias) {
    try {
      Key key = open().getKey(alias, PASSWORD.toCharArray());
      return key.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore open() throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(store())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writePem(Path file, String type, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    try {
      Files.writeString(
          file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
