package dev.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page that is made from the code. It is compared with what is there, and written with {@code
 * -Dtocsin.docs.update=true}.
 */
public record ReferencePage(Path file) {

  public static ReferencePage named(String name) {
    return new ReferencePage(Path.of("docs/reference", name));
  }

  public void isUpToDate(String text) throws IOException {
    if (Boolean.getBoolean("tocsin.docs.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("run: make docs").hasContent(text);
  }

  /** A text as it may stand in a cell of a table. */
  public static String cell(String text) {
    return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
