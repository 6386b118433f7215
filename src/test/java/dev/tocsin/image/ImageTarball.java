package dev.tocsin.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** A root filesystem as an OCI image in a file. */
final class ImageTarball {

  /** The base that has nothing in it: the C library then comes from the machine that builds. */
  static final String SCRATCH = "scratch";

  /**
   * @param version of Tocsin
   * @param revision the commit
   * @param created the commit's time, so that the same commit gives the same image
   */
  record Labels(String version, String revision, Instant created) {
    /**
     * In one order in every JVM ({@link Map#of} has another in each): Jib writes them as they come,
     * and the digest is of what it writes.
     */
    SortedMap<String, String> annotations() {
      return new TreeMap<>(
          Map.of(
              "org.opencontainers.image.title",
              "tocsin",
              "org.opencontainers.image.description",
              "Turns the kernel events of Tetragon into security alerts",
              "org.opencontainers.image.version",
              version,
              "org.opencontainers.image.revision",
              revision,
              "org.opencontainers.image.licenses",
              "Apache-2.0",
              "org.opencontainers.image.created",
              created.toString()));
    }
  }

  private ImageTarball() {}

  /**
   * @param base {@value #SCRATCH}, an image of a registry, or {@code tar://FILE}; it must have the
   *     C library (glibc)
   * @param cache a folder where layers may be kept between builds
   * @return the digest of the image's manifest
   */
  static String write(RootFilesystem files, String base, Labels labels, Path cache, Path tarball)
      throws IOException {
    try {
      JibContainerBuilder image =
          base.equals(SCRATCH)
              ? Jib.fromScratch().addFileEntriesLayer(system(files))
              : Jib.from(base);
      image
          .setPlatforms(Set.of(new Platform(files.architecture().oci(), "linux")))
          .addFileEntriesLayer(layer("runtime", files.root(), "opt/java"))
          .addFileEntriesLayer(layer("libraries", files.root(), "app/lib", "app/native"))
          .addFileEntriesLayer(layer("tocsin", files.root(), files.ownFiles()))
          .setFormat(ImageFormat.OCI)
          .setCreationTime(labels.created())
          .setLabels(labels.annotations())
          .setUser(RootFilesystem.USER + ":" + RootFilesystem.USER)
          .setEntrypoint(files.entrypoint());
      return image
          .containerize(
              Containerizer.to(TarImage.at(tarball).named("tocsin:" + labels.version()))
                  .setBaseImageLayersCache(cache)
                  .setApplicationLayersCache(cache)
                  .setToolName("tocsin"))
          .getDigest()
          .toString();
    } catch (InvalidImageReferenceException e) {
      throw new IOException("no name of an image: " + base, e);
    } catch (RegistryException | CacheDirectoryCreationException | ExecutionException e) {
      throw new IOException("the image could not be built: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What any program needs that is linked to the C library. */
  private static FileEntriesLayer system(RootFilesystem files) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
    for (Map.Entry<Path, Path> file : files.cLibrary().entrySet()) {
      layer.addEntry(
          file.getValue().toRealPath(),
          AbsoluteUnixPath.fromPath(file.getKey()),
          FilePermissions.fromOctalString("755"),
          RootFilesystem.MODIFIED);
    }
    add(layer, files.root(), "etc");
    add(layer, files.root(), "tmp");
    return layer.build();
  }

  private static FileEntriesLayer layer(String name, Path root, String... paths)
      throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    for (String path : paths) {
      add(layer, root, path);
    }
    return layer.build();
  }

  /** Root's, and nobody's to write: only whether a file can be executed comes from the build. */
  private static void add(FileEntriesLayer.Builder layer, Path root, String path)
      throws IOException {
    layer.addEntryRecursive(
        root.resolve(path),
        AbsoluteUnixPath.get("/" + path),
        (file, inImage) ->
            FilePermissions.fromOctalString(
                Files.isDirectory(file) || Files.isExecutable(file) ? "755" : "644"),
        (file, inImage) -> RootFilesystem.MODIFIED);
  }
}
