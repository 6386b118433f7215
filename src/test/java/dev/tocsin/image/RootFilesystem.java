package dev.tocsin.image;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is in the image, as folders of the build, one for each layer, the one that changes least
 * first. Nothing in it is writable for the process, and no program but java is there.
 */
final class RootFilesystem {
  static final String JAVA = "/opt/java/bin/java";
  static final String MAIN_CLASS = "dev.tocsin.cli.Main";

  /** The operator's user. The sensor is given another by its pod: Tetragon's socket is root's. */
  static final int USER = 65532;

  /** What Jib gives files in layers; the class archive knows the jars by it. */
  static final Instant MODIFIED = Instant.ofEpochSecond(1);

  private static final String LIBRARIES = "/app/lib/";
  private static final String APPLICATION = "/app/tocsin.jar";
  private static final String ARCHIVE = "/app/tocsin.jsa";
  private static final String NATIVE = "/app/native";

  /** For java: another command beside the one that the container runs, as in kubectl exec. */
  static final String ARGUMENTS = "/app/tocsin";

  private static final List<String> FLAGS =
      Stream.concat(
              JvmFlags.IMAGE.stream(),
              Stream.of(
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Djava.library.path=" + NATIVE))
          .toList();

  private final Path root;
  private final Architecture architecture;
  private final SortedMap<Path, Path> cLibrary;
  private final List<String> classPath;
  private final boolean hasArchive;

  private RootFilesystem(
      Path root,
      Architecture architecture,
      SortedMap<Path, Path> cLibrary,
      List<String> classPath,
      boolean hasArchive) {
    this.root = root;
    this.architecture = architecture;
    this.cLibrary = cLibrary;
    this.classPath = classPath;
    this.hasArchive = hasArchive;
  }

  /**
   * @param jdk the home of the JDK to take the runtime from
   * @param classes the folder of Tocsin's classes
   * @param libraries the folder of the jars it runs with
   * @param root where it goes; must not be there yet
   */
  static RootFilesystem assemble(Path jdk, Path classes, Path libraries, Path root)
      throws IOException {
    Files.createDirectories(root.resolve("opt"));
    JavaRuntime.link(jdk, root.resolve("opt/java"));
    Architecture architecture = Architecture.ofThisMachine();
    List<String> classPath = application(classes, libraries, root, architecture);
    List<String> java = new ArrayList<>();
    java.add("." + JAVA);
    java.addAll(FLAGS);
    // relative to the root, here as there
    java.add("-cp");
    java.add(classPath.stream().map(each -> each.substring(1)).collect(joining(":")));
    Collection<String> loaded = Training.replay(root, java);
    Files.write(classesOf(root), loaded);
    ClassArchive.write(root, java, loaded, ARCHIVE.substring(1));
    SortedMap<Path, Path> cLibrary = new TreeMap<>();
    for (Path file : NativeLibraries.neededBelow(root.toRealPath())) {
      cLibrary.put(file, file);
    }
    surroundings(root);
    return new RootFilesystem(root, architecture, cLibrary, classPath, true);
  }

  /**
   * For another processor than this machine's, which cannot run here: it has no archive of its
   * classes, and starts later.
   *
   * @param runtime the home of a Java runtime for it
   * @param system the folder in which the C library's package is unpacked
   */
  static RootFilesystem assembleForeign(
      Architecture architecture, Path runtime, Path system, Path classes, Path libraries, Path root)
      throws IOException {
    Files.createDirectories(root);
    copy(runtime, root.resolve("opt/java"));
    List<String> classPath = application(classes, libraries, root, architecture);
    SortedMap<Path, Path> cLibrary = new TreeMap<>();
    for (Path folder : List.of(Path.of("lib"), Path.of("lib", architecture.triplet()))) {
      for (Path file : sorted(system.resolve(folder))) {
        if (Files.isRegularFile(file)) {
          cLibrary.put(Path.of("/").resolve(folder).resolve(file.getFileName()), file);
        }
      }
    }
    surroundings(root);
    return new RootFilesystem(root, architecture, cLibrary, classPath, false);
  }

  private static void copy(Path runtime, Path home) throws IOException {
    for (Path name : JavaRuntime.needed(runtime)) {
      Path copy = home.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(runtime.resolve(name), copy);
      if (JavaRuntime.isProgram(name) && !copy.toFile().setExecutable(true, false)) {
        throw new IOException(copy + " cannot be made executable");
      }
    }
  }

  /**
   * Tocsin and its libraries.
   *
   * @return the class path
   */
  private static List<String> application(
      Path classes, Path libraries, Path root, Architecture architecture) throws IOException {
    List<String> classPath = new ArrayList<>();
    classPath.add(APPLICATION);
    Files.createDirectories(root.resolve("app/lib"));
    for (Path jar : sorted(libraries)) {
      String name = jar.getFileName().toString();
      Path copy = Files.copy(jar, root.resolve("app/lib").resolve(name));
      Files.setLastModifiedTime(copy, FileTime.from(MODIFIED));
      classPath.add(LIBRARIES + name);
      if (name.startsWith("grpc-netty-shaded-")) {
        NativeLibraries.unpack(copy, root.resolve("app/native"), architecture);
      }
    }
    Path jar = root.resolve("app/tocsin.jar");
    ApplicationJar.pack(classes, jar);
    Files.setLastModifiedTime(jar, FileTime.from(MODIFIED));
    Files.writeString(root.resolve(ARGUMENTS.substring(1)), arguments(classPath));
    return classPath;
  }

  private static void surroundings(Path root) throws IOException {
    accounts(root.resolve("etc"));
    // Netty warns where there is none; nothing is written to it.
    Files.createDirectory(root.resolve("tmp"));
  }

  /** What its archive was made of, for whoever looks for why two builds differ. */
  static Path classesOf(Path root) {
    return root.resolveSibling("classes.list");
  }

  /** Where the files are that this build made. */
  Path root() {
    return root;
  }

  /** What changes with each commit. */
  String[] ownFiles() {
    return hasArchive
        ? new String[] {"app/tocsin.jar", "app/tocsin", "app/tocsin.jsa"}
        : new String[] {"app/tocsin.jar", "app/tocsin"};
  }

  Architecture architecture() {
    return architecture;
  }

  /** The C library's files, by their path in the image. */
  SortedMap<Path, Path> cLibrary() {
    return cLibrary;
  }

  /** The command of the image; the arguments of a pod's container follow it. */
  List<String> entrypoint() {
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(FLAGS);
    if (hasArchive) {
      command.add("-XX:SharedArchiveFile=" + ARCHIVE);
    }
    command.addAll(List.of("-cp", String.join(":", classPath), MAIN_CLASS));
    return List.copyOf(command);
  }

  /** Without the class archive, for it is laid out for one process; and with little memory. */
  private static String arguments(List<String> classPath) {
    List<String> lines = new ArrayList<>(FLAGS);
    lines.replaceAll(flag -> flag.startsWith("-XX:MaxRAMPercentage") ? "-Xmx64m" : flag);
    lines.add("-cp " + String.join(":", classPath));
    lines.add(MAIN_CLASS);
    return String.join("\n", lines) + "\n";
  }

  /** The C library asks these who a user is, and where names of hosts come from. */
  private static void accounts(Path etc) throws IOException {
    Files.createDirectories(etc);
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0:root:/:/none\ntocsin:x:%1$d:%1$d:tocsin:/:/none\n".formatted(USER));
    Files.writeString(etc.resolve("group"), "root:x:0:\ntocsin:x:%d:\n".formatted(USER));
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
