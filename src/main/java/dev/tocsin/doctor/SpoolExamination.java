package dev.tocsin.doctor;

import dev.tocsin.text.FileFailure;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether findings survive a restart and a while without the operator: is there a disk? */
final class SpoolExamination implements Examination {
  private static final String SUBJECT = "spool";

  /** Twice what a spool takes by default. */
  private static final long LEAST_FREE = 128L << 20;

  private final Path data;

  SpoolExamination(Path data) {
    this.data = data;
  }

  @Override
  public List<Diagnosis> examine() {
    String remedy =
        "Give the sensor a directory that it may write: sensor.dataDirectory of the chart.";
    if (!Files.isDirectory(data)) {
      return List.of(
          Diagnosis.problem(
              SUBJECT, data + " is no directory: findings are in memory only", remedy));
    }
    if (!Files.isWritable(data)) {
      return List.of(
          Diagnosis.problem(
              SUBJECT, data + " cannot be written to: findings are in memory only", remedy));
    }
    try {
      FileStore store = Files.getFileStore(data);
      long free = store.getUsableSpace();
      String found = data + " has " + (free >> 20) + " MiB free";
      return List.of(
          free < LEAST_FREE
              ? Diagnosis.warning(
                  SUBJECT, found, "Make room on the node's disk, or lower sensor.spoolBytes.")
              : Diagnosis.ok(SUBJECT, found));
    } catch (IOException e) {
      return List.of(
          Diagnosis.warning(
              SUBJECT, data + ": its disk cannot be asked: " + FileFailure.reason(e), remedy));
    }
  }
}
