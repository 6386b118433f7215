package dev.tocsin.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An image as a container runtime lays it out: its layers in their order below one root, and the
 * command that runs a container of it. Needs root: files of other users, mounts, a change of root.
 */
public final class UnpackedImage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a runtime does before it starts a container, as arguments: the root, the user, then pairs
   * of a folder or file outside and one inside, a {@code --}, the command. The root can only be
   * read, and of the rights of root none is left but what it takes to enter.
   */
  private static final String ENTER =
      """
      root=$1; user=$2; shift 2
      mount --bind "$root" "$root"
      while [ "$1" != -- ]; do mount --bind "$1" "$root$2"; shift 2; done
      shift
      mount -o remount,ro,bind "$root"
      mount --rbind /proc "$root/proc"
      mount --rbind /dev "$root/dev"
      exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,+sys_chroot,+setuid,+setgid \
        chroot --userspec="$user" "$root" "$@"
      """;

  private final Path root;
  private final JsonNode config;

  private UnpackedImage(Path root, JsonNode config) {
    this.root = root;
    this.config = config;
  }

  /** Lays out the layers of the tarball below {@code folder}, which is made. */
  static void unpack(Path tarball, Path folder) throws IOException {
    Path layout = Files.createDirectories(folder.resolve("layout"));
    Path root = Files.createDirectories(folder.resolve("root"));
    Tool.run(layout, List.of("tar", "-xf", tarball.toAbsolutePath().toString()));
    for (JsonNode layer : manifest(layout).get("layers")) {
      Tool.run(root, List.of("tar", "-xpzf", blob(layout, layer).toAbsolutePath().toString()));
    }
  }

  /** What was unpacked below {@code folder}. */
  static UnpackedImage in(Path folder) throws IOException {
    Path layout = folder.resolve("layout");
    return new UnpackedImage(
        folder.resolve("root").toAbsolutePath(),
        JSON.readTree(blob(layout, manifest(layout).get("config")).toFile()));
  }

  private static JsonNode manifest(Path layout) throws IOException {
    JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
    return JSON.readTree(blob(layout, index.at("/manifests/0")).toFile());
  }

  private static Path blob(Path layout, JsonNode descriptor) {
    return layout.resolve("blobs").resolve(descriptor.get("digest").asText().replace(':', '/'));
  }

  /** Where the image's files are. */
  public Path root() {
    return root;
  }

  /** The image's configuration, as the OCI specification has it. */
  JsonNode config() {
    return config;
  }

  /** The command of a container, as the image's own user, without volumes. */
  public List<String> command(String... arguments) throws IOException {
    return command(config.at("/config/User").asText(), Map.of(), List.of(arguments));
  }

  /**
   * The command that runs a container in a mount namespace of its own, on this machine's network.
   *
   * @param user {@code uid:gid}
   * @param volumes folders and files of this machine to where they are in the container, absolute
   * @param arguments what follows the image's entrypoint, {@code args} of a pod's container
   */
  public List<String> command(String user, Map<Path, String> volumes, List<String> arguments)
      throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("dev"));
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "sh", "-euc", ENTER, "enter", root.toString(), user));
    for (Map.Entry<Path, String> volume : volumes.entrySet()) {
      mountPoint(volume.getKey(), root.resolve(volume.getValue().substring(1)));
      command.add(volume.getKey().toAbsolutePath().toString());
      command.add(volume.getValue());
    }
    command.add("--");
    config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(arguments);
    return command;
  }

  private static void mountPoint(Path volume, Path point) throws IOException {
    if (Files.isDirectory(volume)) {
      Files.createDirectories(point);
    } else if (!Files.exists(point)) {
      Files.createDirectories(point.getParent());
      Files.createFile(point);
    }
  }
}
