package dev.tocsin.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Names the parts of {@link ProcessFacts} where they are made; what is not named is absent. */
public final class ProcessFactsBuilder {
  private @Nullable String name;
  private @Nullable String binary;
  private @Nullable String arguments;
  private @Nullable String cwd;
  private @Nullable Long uid;
  private @Nullable String user;
  private @Nullable Long pid;
  private @Nullable String execID;
  private @Nullable String startTime;

  ProcessFactsBuilder() {}

  public ProcessFactsBuilder name(@Nullable String name) {
    this.name = name;
    return this;
  }

  public ProcessFactsBuilder binary(@Nullable String binary) {
    this.binary = binary;
    return this;
  }

  public ProcessFactsBuilder arguments(@Nullable String arguments) {
    this.arguments = arguments;
    return this;
  }

  public ProcessFactsBuilder cwd(@Nullable String cwd) {
    this.cwd = cwd;
    return this;
  }

  public ProcessFactsBuilder uid(@Nullable Long uid) {
    this.uid = uid;
    return this;
  }

  public ProcessFactsBuilder user(@Nullable String user) {
    this.user = user;
    return this;
  }

  public ProcessFactsBuilder pid(@Nullable Long pid) {
    this.pid = pid;
    return this;
  }

  public ProcessFactsBuilder execID(@Nullable String execID) {
    this.execID = execID;
    return this;
  }

  public ProcessFactsBuilder startTime(@Nullable String startTime) {
    this.startTime = startTime;
    return this;
  }

  public ProcessFacts build() {
    return new ProcessFacts(name, binary, arguments, cwd, uid, user, pid, execID, startTime);
  }
}
