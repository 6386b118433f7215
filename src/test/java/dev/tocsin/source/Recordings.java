package dev.tocsin.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The streams that a real agent sent, each as it sent it and in its JSON form. */
public final class Recordings {
  private Recordings() {}

  /** {@code 00-container-start} and so on, sorted. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(directory().resolve("recordings"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pb.gz"))
          .map(name -> name.substring(0, name.length() - ".pb.gz".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path protobuf(String name) {
    return directory().resolve("recordings").resolve(name + ".pb.gz");
  }

  public static Path json(String name) {
    return directory().resolve("recordings").resolve(name + ".jsonl.gz");
  }

  /** Where recordings, the pods they are about, and the tracing policies lie. */
  public static Path directory() {
    try {
      return Path.of(
          Objects.requireNonNull(Recordings.class.getResource("/events/pods.json"))
              .toURI()
              .resolve("."));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every message of a recording as the agent sent it. */
  public static List<byte[]> messages(String name) {
    return messages(protobuf(name));
  }

  /** Every message of an input that has no defect. */
  public static List<byte[]> messages(Path file) {
    List<byte[]> messages = new ArrayList<>();
    try (EventInput input = EventInput.open(file)) {
      while (input.hasNext()) {
        switch (input.next()) {
          case Entry.Message message -> messages.add(message.message());
          case Entry.Ignored ignored -> throw new IllegalArgumentException(ignored.toString());
          case Entry.Defect defect -> throw new IllegalArgumentException(defect.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }
}
