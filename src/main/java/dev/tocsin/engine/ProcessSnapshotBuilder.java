package dev.tocsin.engine;

import dev.tocsin.engine.Facts.ProcessSnapshot;

/**
 * Names the parts of a {@link ProcessSnapshot} where it is made; what is not named is empty, or as
 * it was.
 */
public final class ProcessSnapshotBuilder {
  private String name;
  private String binary;
  private String arguments;
  private String cwd;
  private long uid;
  private String user;
  private long pid;
  private String execId;
  private long startTimeNanos;

  ProcessSnapshotBuilder(ProcessSnapshot from) {
    name = from.name();
    binary = from.binary();
    arguments = from.arguments();
    cwd = from.cwd();
    uid = from.uid();
    user = from.user();
    pid = from.pid();
    execId = from.execId();
    startTimeNanos = from.startTimeNanos();
  }

  public ProcessSnapshotBuilder name(String name) {
    this.name = name;
    return this;
  }

  public ProcessSnapshotBuilder binary(String binary) {
    this.binary = binary;
    return this;
  }

  public ProcessSnapshotBuilder arguments(String arguments) {
    this.arguments = arguments;
    return this;
  }

  public ProcessSnapshotBuilder cwd(String cwd) {
    this.cwd = cwd;
    return this;
  }

  public ProcessSnapshotBuilder uid(long uid) {
    this.uid = uid;
    return this;
  }

  public ProcessSnapshotBuilder user(String user) {
    this.user = user;
    return this;
  }

  public ProcessSnapshotBuilder pid(long pid) {
    this.pid = pid;
    return this;
  }

  public ProcessSnapshotBuilder execId(String execId) {
    this.execId = execId;
    return this;
  }

  public ProcessSnapshotBuilder startTimeNanos(long startTimeNanos) {
    this.startTimeNanos = startTimeNanos;
    return this;
  }

  public ProcessSnapshot build() {
    return new ProcessSnapshot(
        name, binary, arguments, cwd, uid, user, pid, execId, startTimeNanos);
  }
}
