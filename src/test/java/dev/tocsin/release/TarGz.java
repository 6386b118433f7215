package dev.tocsin.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Files to be packed: the same bytes for the same files, sorted, with one time and nobody's name.
 */
final class TarGz {
  private static final Instant MODIFIED = Instant.parse("1980-01-01T00:00:00Z");

  private final Map<String, Entry> entries = new TreeMap<>();

  private sealed interface Entry {
    record Content(byte[] bytes, boolean executable) implements Entry {}

    record FromFile(Path file, boolean executable) implements Entry {}

    record Link(String target) implements Entry {}
  }

  TarGz text(String name, String text) {
    entries.put(name, new Entry.Content(text.getBytes(StandardCharsets.UTF_8), false));
    return this;
  }

  TarGz file(String name, Path file, boolean executable) {
    entries.put(name, new Entry.FromFile(file, executable));
    return this;
  }

  TarGz link(String name, String target) {
    entries.put(name, new Entry.Link(target));
    return this;
  }

  void write(Path archive) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        GZIPOutputStream packed = new GZIPOutputStream(file, 1 << 16);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, Entry> each : entries.entrySet()) {
        put(tar, each.getKey(), each.getValue());
      }
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, Entry entry) throws IOException {
    switch (entry) {
      case Entry.Link(String target) -> {
        TarArchiveEntry header = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        header(header, true);
        tar.putArchiveEntry(header);
      }
      case Entry.Content(byte[] bytes, boolean executable) -> {
        TarArchiveEntry header = header(new TarArchiveEntry(name), executable);
        header.setSize(bytes.length);
        tar.putArchiveEntry(header);
        tar.write(bytes);
      }
      case Entry.FromFile(Path file, boolean executable) -> {
        TarArchiveEntry header = header(new TarArchiveEntry(name), executable);
        header.setSize(Files.size(file));
        tar.putArchiveEntry(header);
        Files.copy(file, tar);
      }
    }
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry header(TarArchiveEntry header, boolean executable) {
    header.setModTime(FileTime.from(MODIFIED));
    header.setUserName("");
    header.setGroupName("");
    header.setMode(executable ? 0755 : 0644);
    return header;
  }
}
