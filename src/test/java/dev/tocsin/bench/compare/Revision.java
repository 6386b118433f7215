package dev.tocsin.bench.compare;

import dev.tocsin.image.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A state of the sources that {@code make build} has compiled.
 *
 * @param name for the table
 * @param folder the root of the sources
 */
record Revision(String name, Path folder) {
  private static final Path HERE = Path.of("").toAbsolutePath();

  static Revision workingTree() {
    return new Revision("working tree", HERE);
  }

  /** Checks it out below {@code target/} and builds it there, unless that was done before. */
  static Revision of(String revision) throws IOException {
    String commit =
        Tool.run(HERE, List.of("git", "rev-parse", "--short", revision + "^{commit}")).strip();
    Path folder = HERE.resolve("target/compare").resolve(commit);
    Revision built = new Revision(commit, folder);
    if (!Files.exists(folder.resolve("target/tocsin.jsa"))) {
      System.out.printf("building %s, which takes some minutes ...%n", commit);
      // A folder that was deleted by `make clean` is still a worktree for git.
      Tool.run(HERE, List.of("git", "worktree", "prune"));
      if (!Files.exists(folder)) {
        Tool.run(HERE, List.of("git", "worktree", "add", "--detach", folder.toString(), commit));
      }
      Tool.run(folder, List.of("make", "build"));
    }
    return built;
  }

  /** What a benchmark of it runs on. */
  String classPath() throws IOException {
    Path target = folder.resolve("target");
    return target.resolve("test-classes")
        + ":"
        + target.resolve("classes")
        + ":"
        + Files.readString(target.resolve("test-classpath")).strip();
  }
}
