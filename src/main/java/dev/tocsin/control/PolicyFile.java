package dev.tocsin.control;

import dev.tocsin.files.OwnerOnly;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.util.Arrays;
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

  /** What the file is known to contain. */
  private byte @Nullable [] stored;

  PolicyFile(Path file, KubernetesSerialization serialization) {
    this.file = file;
    this.serialization = serialization;
  }

  /**
   * Empty when there is none yet.
   *
   * @throws IOException names the file, also when it is no such file
   */
  Optional<LastKnown> read() throws IOException {
    byte[] bytes;
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new IOException(file + " has " + size + " bytes, more than " + MOST_BYTES);
      }
      OwnerOnly.ownFile(file);
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    LastKnown content = parse(new String(bytes, StandardCharsets.UTF_8));
    stored = bytes;
    return Optional.of(content);
  }

  private LastKnown parse(String text) throws IOException {
    if (!text.startsWith("{")) {
      throw new IOException(file + " is not JSON"); // the parser would take it for YAML
    }
    LastKnown content;
    try {
      content = serialization.unmarshal(text, LastKnown.class);
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IOException(file + " is not what was written there: " + e.getMessage(), e);
    }
    for (List<? extends HasMetadata> objects :
        List.of(content.policies(), content.exceptions(), content.configMaps())) {
      for (HasMetadata object : objects) {
        if (object.getMetadata() == null
            || object.getMetadata().getNamespace() == null
            || object.getMetadata().getName() == null) {
          throw new IOException(file + " has a " + object.getKind() + " without a name");
        }
      }
    }
    return content;
  }

  /**
   * Writes, unless that is what is there.
   *
   * @throws IOException names the file
   */
  void write(LastKnown content) throws IOException {
    byte[] bytes = serialization.asJson(content).getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(bytes, stored)) {
      return;
    }
    OwnerOnly.makeDirectoryOf(file);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        OwnerOnly.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    stored = bytes;
  }
}
