package dev.tocsin.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The modules of the image's runtime, held to what the classes name. */
class JavaRuntimeTest {
  private static final Pattern MODULE = Pattern.compile("-> (java\\.\\S+|jdk\\.\\S+)");

  /** Named by parts of libraries that check for them first: beans, dates of SQL, JFR events. */
  private static final Set<String> OPTIONAL = Set.of("java.desktop", "java.sql", "jdk.jfr");

  @Test
  void everyModuleThatTheClassesNameIsThereOrOptional() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    String jdeps = Path.of(System.getProperty("java.home"), "bin", "jdeps").toString();
    String named =
        Tool.run(
            target,
            List.of(
                jdeps,
                "--ignore-missing-deps",
                "--multi-release",
                "25",
                "-summary",
                "-recursive",
                "--class-path",
                target.resolve("lib") + "/*",
                target.resolve("classes").toString()));

    Set<String> modules =
        MODULE.matcher(named).results().map(found -> found.group(1)).collect(Collectors.toSet());
    assertThat(modules).containsAll(JavaRuntime.MODULES);
    modules.removeAll(JavaRuntime.MODULES);
    assertThat(OPTIONAL).containsAll(modules);
  }
}
