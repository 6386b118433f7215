package dev.tocsin.api.v1alpha1;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The CRD files as they must be, from the Java types. */
final class CrdFiles {
  private static final String HEADER =
      "# Generated from the types in dev.tocsin.api.v1alpha1: do not edit, run `make crds`.\n";

  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          DetectionPolicy.class,
          DetectionException.class,
          SecurityAlert.class,
          AlertOutput.class,
          AlertSilence.class);

  private CrdFiles() {}

  /** File name to content. */
  static Map<String, String> generate() throws IOException {
    Memory memory = new Memory();
    new CRDGenerator()
        .customResourceClasses(KINDS)
        .forCRDVersions("v1")
        .withMinQuotes(true)
        .withPostProcessor(new Finished())
        .withOutput(memory)
        .generate();
    Map<String, String> files = new TreeMap<>();
    memory.streams.forEach(
        (name, stream) -> {
          String crd = stream.toString(StandardCharsets.UTF_8).replaceFirst("(?s)^#.*?\\n", HEADER);
          files.put(name.replace("-v1", "") + ".yaml", withDigest(quoted(crd)));
        });
    return files;
  }

  /**
   * The generator writes YAML 1.2, where True is a text. kubectl and Helm read YAML 1.1, where it
   * is a boolean, and no condition would have a status that the server takes.
   */
  private static String quoted(String crd) {
    return crd.replaceAll("(?m)^( *- )(True|False|Yes|No|On|Off)$", "$1\"$2\"");
  }

  /**
   * Notes in the CRD which one it is, so that the chart sees whether the cluster has this one: the
   * server's copy has more fields, depending on the server's version.
   */
  private static String withDigest(String crd) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(crd.getBytes(StandardCharsets.UTF_8));
      String text = HexFormat.of().formatHex(digest, 0, 8);
      return crd.replaceFirst(
          "\nmetadata:\n",
          "\nmetadata:\n  annotations:\n    tocsin.dev/digest: \"" + text + "\"\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Finished implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
      CrdSchema.finish((CustomResourceDefinition) crd);
      return crd;
    }
  }

  private static final class Memory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> streams = new ConcurrentHashMap<>();

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return streams.computeIfAbsent(name, key -> new ByteArrayOutputStream());
    }

    @Override
    public void close() {}
  }
}
