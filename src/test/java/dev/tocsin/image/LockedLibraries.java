package dev.tocsin.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The libraries as they were when somebody looked at them: their SHA-256 by the names of their
 * jars, in the form of {@code sha256sum}. A repository that serves another jar under an old name
 * fails the build.
 */
final class LockedLibraries {
  private static final Path FILE = Path.of(".mvn/libraries.sha256");

  private final SortedMap<String, String> sums;

  private LockedLibraries(SortedMap<String, String> sums) {
    this.sums = sums;
  }

  /** As they are locked. */
  static LockedLibraries stored() throws IOException {
    return parse(Files.readAllLines(FILE));
  }

  static LockedLibraries parse(List<String> lines) {
    SortedMap<String, String> sums = new TreeMap<>();
    for (String line : lines) {
      String[] parts = line.split(" {2}", -1);
      if (parts.length != 2 || sums.put(parts[1], parts[0]) != null) {
        throw new IllegalArgumentException("not a line of its own of sha256sum: " + line);
      }
    }
    return new LockedLibraries(sums);
  }

  /** As they are. */
  static LockedLibraries of(Collection<Path> jars) throws IOException {
    SortedMap<String, String> sums = new TreeMap<>();
    for (Path jar : jars) {
      sums.put(jar.getFileName().toString(), Digest.of(jar));
    }
    return new LockedLibraries(sums);
  }

  /** What is wrong with libraries that are used, against these, which are locked. */
  List<String> complaints(LockedLibraries used) {
    List<String> complaints = new ArrayList<>();
    used.sums.forEach(
        (jar, sum) -> {
          String locked = sums.get(jar);
          if (locked == null) {
            complaints.add(jar + " is not locked");
          } else if (!locked.equals(sum)) {
            complaints.add(jar + " has SHA-256 " + sum + ", locked is " + locked);
          }
        });
    return complaints;
  }

  /** Names of jars that are locked and not used. */
  List<String> unused(LockedLibraries used) {
    return sums.keySet().stream().filter(jar -> !used.sums.containsKey(jar)).toList();
  }

  void store() throws IOException {
    Files.writeString(FILE, this + "\n");
  }

  @Override
  public String toString() {
    return sums.entrySet().stream()
        .map((Map.Entry<String, String> each) -> each.getValue() + "  " + each.getKey())
        .collect(Collectors.joining("\n"));
  }
}
