package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook of config/hooks in a repository of its own. */
class PreCommitHookTest {
  private static final String GOOD =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: netcat}
      spec: {title: Netcat, description: D, events: [ProcessExec], match: process.name == 'nc'}
      """;

  @TempDir private Path folder;
  private Path repository;

  private record Outcome(int exitCode, String output) {}

  @BeforeEach
  void setUp() throws Exception {
    repository = Files.createDirectories(folder.resolve("repository"));
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path tocsin =
        Files.writeString(
            bin.resolve("tocsin"),
            """
            #!/bin/sh
            exec "%s/bin/java" -cp "%s" dev.tocsin.cli.Main "$@"
            """
                .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    assertThat(tocsin.toFile().setExecutable(true)).isTrue();
    git("init", "--quiet");
    Path hook = repository.resolve(".git/hooks/pre-commit");
    Files.createDirectories(folder.resolve("repository/.git/hooks"));
    Files.copy(Path.of("config/hooks/pre-commit").toAbsolutePath(), hook);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aGoodPolicyIsCommittedAndABadOneIsNot() throws Exception {
    write(GOOD);
    git("add", ".");
    Outcome good = git("commit", "--message", "good");
    assertThat(good.exitCode()).as(good.output()).isZero();

    write(GOOD.replace("process.name", "process.nam"));
    git("add", ".");
    Outcome bad = git("commit", "--message", "bad");
    assertThat(bad.exitCode()).isNotZero();
    assertThat(bad.output())
        .contains(
            "policies/netcat.yaml:4:76: error: undefined field 'nam': did you mean process.name? [expression]");
  }

  @Test
  void whatIsStagedCounts() throws Exception {
    write(GOOD.replace("process.name", "process.nam"));
    git("add", ".");
    write(GOOD);
    assertThat(git("commit", "--message", "bad").exitCode()).isNotZero();
  }

  @Test
  void aCommitOfSomethingElseIsNotLookedAt() throws Exception {
    write("not: [yaml");
    Files.writeString(repository.resolve("other.txt"), "x");
    git("add", "other.txt");
    Outcome other = git("commit", "--message", "other");
    assertThat(other.exitCode()).as(other.output()).isZero();
  }

  private void write(String policy) throws Exception {
    Path policies = Files.createDirectories(repository.resolve("policies"));
    Files.writeString(policies.resolve("netcat.yaml"), policy);
  }

  private Outcome git(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("TOCSIN_"));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("PATH", folder.resolve("bin") + File.pathSeparator + environment.get("PATH"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
