package dev.tocsin.image;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs commands for the classes that they load, and lists these. */
final class Training {
  /** Loaded only when a thread had to wait for another, which is chance. */
  private static final Pattern BY_CHANCE =
      Pattern.compile(
          "java/util/concurrent/(locks/AbstractQueuedSynchronizer\\$\\w*Node"
              + "|ConcurrentHashMap\\$CounterCell|atomic/Striped64\\$Cell)");

  private final Path folder;
  private final List<String> java;
  private final SortedSet<String> classes = new TreeSet<>();

  private Training(Path folder, List<String> java) {
    this.folder = folder;
    this.java = java;
  }

  /**
   * The lines of a class list for a replay, which goes through most of Tocsin: the same for the
   * same classes, and laid out the same at each dump.
   *
   * @param folder where Java runs
   * @param java the program with its flags, up to the main class
   */
  static Collection<String> replay(Path folder, List<String> java) throws IOException {
    Training training = new Training(folder, java);
    training.replay();
    return training.classes;
  }

  /**
   * Class lists of short commands too, also of those that ask an API server, by the name of their
   * archive: no two lists need agree.
   */
  static Map<String, Collection<String>> lists(Path folder, List<String> java) throws IOException {
    Training training = new Training(folder, java);
    training.replay();
    Map<String, Collection<String>> lists = new LinkedHashMap<>();
    lists.put("version", linkable(List.of(training.run("version"), training.run("--help"))));
    lists.put("lint", linkable(List.of(training.run("lint", path("config/samples")))));
    lists.put("get", linkable(training.online()));
    lists.put(QuickStart.ALL, training.classes);
    return lists;
  }

  private void replay() throws IOException {
    run(
        "replay",
        "--policies",
        path("config/samples"),
        "--pods",
        path("src/test/resources/events/pods.json"),
        "--events",
        path("src/test/resources/events/recordings/03-nsenter-escape-agent.pb.gz"),
        "-o",
        "table");
  }

  private List<List<String>> online() throws IOException {
    Path files = Files.createTempDirectory("tocsin-training");
    try (TrainingServer server = TrainingServer.start(files)) {
      String kubeconfig = server.kubeconfig();
      return List.of(
          run("get", "-A", "--kubeconfig", kubeconfig),
          run("get", TrainingServer.ALERT, "--kubeconfig", kubeconfig),
          run("ack", TrainingServer.ALERT, "--kubeconfig", kubeconfig));
    } finally {
      delete(files);
    }
  }

  private static String path(String inRepository) {
    return Path.of(inRepository).toAbsolutePath().toString();
  }

  /** The list as the JVM writes it. */
  private List<String> run(String... arguments) throws IOException {
    Path list = Files.createTempFile("tocsin", ".classes");
    try {
      List<String> command = new ArrayList<>(java);
      command.add(1, "-XX:DumpLoadedClassList=" + list);
      command.add(1, "-Xshare:auto");
      command.add(RootFilesystem.MAIN_CLASS);
      command.addAll(List.of(arguments));
      Tool.run(folder, command);
      List<String> lines = Files.readAllLines(list);
      lines.stream().filter(Training::isClass).map(Training::withoutNumbers).forEach(classes::add);
      return lines;
    } finally {
      Files.delete(list);
    }
  }

  /**
   * Not what methods had been resolved, which depends on the run; nor lambdas of the commands: with
   * them a dump has addresses of its own process in it.
   */
  private static boolean isClass(String line) {
    return !line.startsWith("#")
        && !line.startsWith("@cp ")
        && !line.contains(" source: ")
        && !line.startsWith("@lambda-proxy dev/tocsin/cli/")
        && !BY_CHANCE.matcher(withoutNumbers(line)).matches();
  }

  /** With lambdas and what methods had been resolved, in the order in which they were used. */
  private static Collection<String> linkable(List<List<String>> lists) {
    return lists.stream()
        .flatMap(List::stream)
        .filter(line -> !line.startsWith("#") && !line.contains(" source: "))
        .map(Training::withoutNumbers)
        .collect(toCollection(LinkedHashSet::new));
  }

  private static String withoutNumbers(String line) {
    return line.replaceFirst(" id: .*", "");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
