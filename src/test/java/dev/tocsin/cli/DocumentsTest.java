package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cli.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents show works as it stands there. What is behind a fence says what a block is:
 *
 * <ul>
 *   <li>{@code sh}: commands of {@code target/tocsin}, which are run
 *   <li>{@code sh cluster}, {@code sh tools}: commands that need a cluster, or programs that are
 *       not of this project; of those for Tocsin the command and its options must exist
 *   <li>{@code text}: read by people; {@code text output}: what the block before it prints
 *   <li>{@code yaml}: objects or parts of some; {@code yaml test}: the test of the policies in the
 *       same section; {@code yaml NAME.yaml}: a file that the document's commands name
 * </ul>
 */
class DocumentsTest {
  private static final Pattern KIND_OF_BLOCK =
      Pattern.compile("sh( cluster| tools)?|text( output)?|yaml( test| [a-z.-]+\\.yaml)?");
  private static final Pattern CALL =
      Pattern.compile(
          "(?:^|[|(] ?|args )(?:target/|kubectl )?tocsin ([a-z][^|#)\n]*)", Pattern.MULTILINE);
  private static final Pattern TARGET = Pattern.compile("^make ([a-z]+)", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  static Stream<Block> blocks() {
    return Markdown.all().stream().flatMap(document -> document.blocks().stream());
  }

  static Stream<Block> runnable() {
    return blocks().filter(block -> block.info().equals("sh"));
  }

  static Stream<Block> elsewhere() {
    return blocks().filter(block -> block.info().startsWith("sh "));
  }

  static List<Block> tests() {
    return blocks().filter(block -> block.info().equals("yaml test")).toList();
  }

  static Stream<Block> objects() {
    return blocks().filter(block -> block.text().contains("apiVersion: tocsin.dev/"));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void eachBlockSaysWhatItIs(Block block) {
    assertThat(block.info()).as(block.toString()).matches(KIND_OF_BLOCK);
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void commandsSucceed(Block block, @TempDir Path folder) throws IOException {
    for (String line : lines(block)) {
      Invocation result = run(block, line, folder);

      assertThat(result.exitCode()).as(block + ": " + result.err() + result.out()).isZero();
      assertThat(result.out()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void commandsThatAreNotRunExist(Block block) throws IOException {
    String text = String.join("\n", lines(block));
    for (MatchResult call : CALL.matcher(text).results().toList()) {
      List<String> words = new ArrayList<>(List.of(words(call.group(1))));
      words.add("--help");
      Invocation result = Invocation.of(words.toArray(String[]::new));

      assertThat(result.exitCode()).as(block + ": " + result.err()).isZero();
    }
    String makefile = Files.readString(Path.of("Makefile"));
    TARGET
        .matcher(text)
        .results()
        .forEach(make -> assertThat(makefile).as("%s", block).contains("\n" + make.group(1) + ":"));
  }

  @Test
  void whatIsPrintedIsWhatIsShown(@TempDir Path folder) throws IOException {
    List<Block> blocks = blocks().toList();
    int shown = 0;
    for (int i = 1; i < blocks.size(); i++) {
      if (blocks.get(i).info().equals("text output")) {
        Block command = blocks.get(i - 1);
        Invocation result = run(command, lines(command).getLast(), folder);

        assertThat(result.out()).as(blocks.get(i).toString()).isEqualTo(blocks.get(i).text());
        shown++;
      }
    }
    assertThat(shown).isPositive();
  }

  /** With the files that the document shows in a folder of their own. */
  private static Invocation run(Block block, String line, Path folder) throws IOException {
    assertThat(line)
        .as("%s needs a mark: sh cluster, sh tools", block)
        .startsWith("target/tocsin ");
    String[] words = words(line.substring("target/tocsin ".length()));
    for (Block file : Markdown.read(block.file()).blocks()) {
      if (file.info().startsWith("yaml ") && file.info().endsWith(".yaml")) {
        String name = file.info().substring("yaml ".length());
        Path written = Files.writeString(folder.resolve(name), file.text());
        Arrays.setAll(words, i -> words[i].equals(name) ? written.toString() : words[i]);
      }
    }
    return Invocation.of(words);
  }

  /**
   * The objects of a section and its test, as {@code tocsin test} and {@code tocsin lint} see them.
   */
  @ParameterizedTest
  @MethodSource("tests")
  void recipesFireAndAreSilent(Block test, @TempDir Path folder) throws IOException {
    String objects = "";
    StringBuilder policies = new StringBuilder();
    StringBuilder others = new StringBuilder();
    for (String document : objectsOf(test)) {
      boolean policy = document.contains("\nkind: DetectionPolicy\n");
      (policy ? policies : others).append("---\n").append(document);
    }
    Files.writeString(folder.resolve("recipe.yaml"), policies);
    if (!others.isEmpty()) {
      Files.writeString(folder.resolve("others.yaml"), others);
      objects = "objects: [others.yaml]\n";
    }
    Files.writeString(folder.resolve("recipe.test.yaml"), objects + test.text());

    Invocation tested = Invocation.of("test", "--full-coverage", folder.toString());
    Invocation linted = Invocation.of("lint", "--strict", folder.toString());

    assertThat(tested.exitCode()).as(test + ": " + tested.out() + tested.err()).isZero();
    assertThat(linted.exitCode()).as(test + ": " + linted.out() + linted.err()).isZero();
  }

  /** Those outside recipes too, which may refer to what is not on the page. */
  @ParameterizedTest
  @MethodSource("objects")
  void objectsWouldBeAccepted(Block block, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("objects.yaml"), block.text());

    Invocation linted = Invocation.of("lint", file.toString());

    assertThat(linted.exitCode()).as(block + ": " + linted.out() + linted.err()).isZero();
  }

  private static List<String> objectsOf(Block test) {
    return blocks()
        .filter(block -> block.file().equals(test.file()) && block.section().equals(test.section()))
        .filter(block -> block.info().equals("yaml"))
        .flatMap(block -> Arrays.stream(block.text().split("(?m)^---\n")))
        .toList();
  }

  @Test
  void thePolicyOfTheReadmeFires(@TempDir Path folder) throws IOException {
    Block policy =
        Markdown.read(Path.of("README.md")).blocks().stream()
            .filter(block -> block.info().equals("yaml"))
            .findFirst()
            .orElseThrow();
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy.text());

    Invocation result =
        Invocation.of(
            "replay",
            "--policies",
            file.toString(),
            "--pods",
            "src/test/resources/events/pods.json",
            "--events",
            "src/test/resources/events/recordings/07-persistence-db.pb.gz");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("shell-in-database", "shop/db-0");
  }

  @Test
  void linksLeadSomewhere() {
    for (Markdown document : Markdown.all()) {
      for (String link : document.links()) {
        if (link.startsWith("https://")) {
          continue;
        }
        String[] parts = link.split("#", 2);
        Path target =
            parts[0].isEmpty()
                ? document.file()
                : Path.of("").resolve(document.file()).resolveSibling(parts[0]).normalize();
        assertThat(target).as("a link of %s", document.file()).exists();
        if (parts.length > 1) {
          assertThat(Markdown.read(target).anchors())
              .as("%s: %s", document.file(), link)
              .contains(parts[1]);
        }
      }
    }
  }

  @Test
  void theReadmeLeadsToEveryDocument() {
    List<Path> documents = Markdown.all().stream().map(Markdown::file).toList();

    assertThat(Markdown.read(Path.of("README.md")).links())
        .containsAll(
            documents.stream()
                .map(Path::toString)
                .filter(file -> !file.equals("README.md"))
                .toList());
  }

  private static List<String> lines(Block block) {
    return block.text().replace("\\\n", " ").lines().filter(line -> !line.isBlank()).toList();
  }

  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(
            word ->
                word.group(1) != null
                    ? word.group(1)
                    : word.group(2) != null ? word.group(2) : word.group(3))
        .toArray(String[]::new);
  }
}
