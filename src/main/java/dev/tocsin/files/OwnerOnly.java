package dev.tocsin.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files of mode 0600 in directories of 0700, whatever the umask says: what is kept on a node
 * has command lines in it. Where a file system has no such modes, its own rules hold.
 */
public final class OwnerOnly {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /** As {@link FileChannel#open}; a file that it makes is the owner's alone. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), mode(file, FILE));
  }

  /**
   * Makes the directory that a file is to be in; one that is there stays as whoever made it wants
   * it.
   *
   * @throws IOException when it cannot be made, or is none
   */
  public static void makeDirectoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      make(directory);
    }
  }

  /**
   * Makes a directory that is for one purpose, or takes the rights of others from one that is there
   * and from the files in it, which an earlier version may have left open.
   *
   * @throws IOException when it cannot be made, or is none
   */
  public static void ownDirectory(Path directory) throws IOException {
    make(directory);
    restrict(directory, DIRECTORY);
    List<Path> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files = listed.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path each : files) {
      ownFile(each);
    }
  }

  /** Takes the rights of others from a file that is there. */
  public static void ownFile(Path file) throws IOException {
    restrict(file, FILE);
  }

  private static void make(Path directory) throws IOException {
    Files.createDirectories(directory, mode(directory, DIRECTORY));
  }

  /** What belongs to somebody else stays as it is, with a line in the log. */
  private static void restrict(Path path, Set<PosixFilePermission> wanted) throws IOException {
    if (!hasModes(path) || wanted.containsAll(Files.getPosixFilePermissions(path))) {
      return;
    }
    try {
      Files.setPosixFilePermissions(path, wanted);
    } catch (FileSystemException e) {
      LOG.warn("others may read {}, and that cannot be changed: {}", path, e.toString());
    }
  }

  private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
    return hasModes(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
