package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last known policies on disk, for a start without the API server. The file is replaced as a
 * whole, so it is the old or the new one whenever the machine stops. For one thread.
 */
final class PolicyFile {
  private static final long MOST_BYTES = 64 << 20;

  private final Path file;
  private final KubernetesSerialization serialization;
  private byte @Nullable [] written;

  /** What policies are made of. */
  record Content(
      List<DetectionPolicy> policies,
      List<DetectionException> exceptions,
      List<ConfigMap> configMaps) {
    Content {
      policies = policies == null ? List.of() : List.copyOf(policies);
      exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
      configMaps = configMaps == null ? List.of() : List.copyOf(configMaps);
    }
  }

  PolicyFile(Path file, KubernetesSerialization serialization) {
    this.file = file;
    this.serialization = serialization;
  }

  /**
   * Empty when there is none yet.
   *
   * @throws IOException names the file, also when it is no such file
   */
  Optional<Content> read() throws IOException {
    byte[] bytes;
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new IOException(file + " has " + size + " bytes, more than " + MOST_BYTES);
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          serialization.unmarshal(new String(bytes, StandardCharsets.UTF_8), Content.class));
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IOException(file + " is not what was written there: " + e.getMessage(), e);
    }
  }

  /**
   * Writes, unless that is what was written last.
   *
   * @throws IOException names the file
   */
  void write(Content content) throws IOException {
    byte[] bytes = serialization.asJson(content).getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(bytes, written)) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    written = bytes;
  }
}
