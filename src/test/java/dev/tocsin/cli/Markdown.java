package dev.tocsin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document of the project: its headings, its links and its fenced blocks. */
record Markdown(Path file, List<Block> blocks, List<String> links, List<String> anchors) {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");

  /**
   * @param section the heading above it
   * @param info what stands behind the fence: its language, and what the tests make of it
   * @param line of the fence, from 1
   */
  record Block(Path file, String section, String info, String text, int line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  static List<Markdown> all() {
    return Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "helm/tocsin/README.md").map(Path::of),
            Stream.of(Path.of("docs"), Path.of("config")).flatMap(Markdown::below))
        .map(Markdown::read)
        .toList();
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.toString().endsWith(".md")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Markdown read(Path file) {
    List<Block> blocks = new ArrayList<>();
    List<String> links = new ArrayList<>();
    List<String> anchors = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file);
      String section = "";
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (line.startsWith("```")) {
          int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
          String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
          blocks.add(new Block(file, section, line.substring(3), text, i + 1));
          i = end;
        } else if (line.startsWith("#")) {
          section = line.replaceFirst("^#+ ", "");
          anchors.add(anchor(section));
        } else {
          LINK.matcher(CODE.matcher(line).replaceAll(""))
              .results()
              .forEach(link -> links.add(link.group(1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Markdown(file, List.copyOf(blocks), List.copyOf(links), List.copyOf(anchors));
  }

  /** As GitHub makes it. */
  private static String anchor(String heading) {
    return NOT_IN_AN_ANCHOR
        .matcher(heading.toLowerCase(Locale.ROOT))
        .replaceAll("")
        .replace(' ', '-');
  }
}
