package dev.tocsin.event;

import dev.tocsin.command.ArgumentList;
import dev.tocsin.command.CommandLine;
import dev.tocsin.command.NormalPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view over one {@code tetragon.Process}. Absent reads as empty; {@link #present} distinguishes
 * absent from empty. It belongs to its event: see {@link Event#wrap}.
 */
public final class ProcessView {
  /** Stands for arguments that are not to be known. */
  public static final String WITHHELD = "[withheld]";

  private static final byte[] PROC_FS = "procFS".getBytes(StandardCharsets.US_ASCII);

  private final boolean withheld;
  private final RecentCommandLines recent;

  /** Made once: an event that fires nothing makes no garbage. */
  private final Supplier<CommandLine> reading = this::readCommand;

  private final Fields fields = new Fields(ProcessLayout.LAYOUT);
  private final EncodedText encoded = new EncodedText();
  private final CommandTexts commandTexts = new CommandTexts(this);
  private @Nullable PodView pod;
  private @Nullable NamespacesView namespaces;
  private @Nullable CapabilitiesView capabilities;
  private @Nullable CredentialsView credentials;
  private @Nullable BinaryView binaryProperties;
  private @Nullable String name;
  private @Nullable String commandLine;
  private @Nullable List<String> argv;
  private @Nullable CommandLine command;
  private @Nullable String userName;
  private final EncodedCommandLine encodedCommandLine = new EncodedCommandLine();

  /**
   * @param withheld whether it keeps arguments and environment to itself
   * @param recent of the event's thread
   */
  ProcessView(boolean withheld, RecentCommandLines recent) {
    this.withheld = withheld;
    this.recent = recent;
  }

  /** The message's fields, to be turned to its bytes; the views in it follow when asked for. */
  Fields rewrap() {
    name = null;
    commandLine = null;
    argv = null;
    command = null;
    encodedCommandLine.forget();
    userName = null;
    commandTexts.forget();
    return fields;
  }

  /** False for the view of a process that the event does not carry. */
  public boolean present() {
    return fields.exists();
  }

  public String execId() {
    return fields.text(ProcessLayout.EXEC_ID);
  }

  /** Turns {@code text} to the {@link #execId}. */
  public void execId(EncodedText text) {
    fields.encoded(ProcessLayout.EXEC_ID, text);
  }

  public String parentExecId() {
    return fields.text(ProcessLayout.PARENT_EXEC_ID);
  }

  /** Host pid (tgid), 0 when absent. */
  public long pid() {
    return fields.wrappedUnsigned(ProcessLayout.PID);
  }

  public long tid() {
    return fields.wrappedUnsigned(ProcessLayout.TID);
  }

  /** Effective user id, 0 when absent: {@link #hasUid} distinguishes root from unknown. */
  public long uid() {
    return fields.wrappedUnsigned(ProcessLayout.UID);
  }

  public boolean hasUid() {
    return fields.has(ProcessLayout.UID);
  }

  /** Login user id; 4294967295 when unset. */
  public long auid() {
    return fields.wrappedUnsigned(ProcessLayout.AUID);
  }

  public String cwd() {
    return fields.text(ProcessLayout.CWD);
  }

  /** Turns {@code text} to the {@link #cwd}. */
  public void cwd(EncodedText text) {
    fields.encoded(ProcessLayout.CWD, text);
  }

  /** Absolute, as seen in the container, symbolic links as they were executed. */
  public String binary() {
    return fields.text(ProcessLayout.BINARY);
  }

  /** Turns {@code text} to the {@link #binary}. */
  public void binary(EncodedText text) {
    fields.encoded(ProcessLayout.BINARY, text);
  }

  /** Base name of the binary. */
  public String name() {
    if (name == null) {
      String binary = binary();
      name = binary.substring(binary.lastIndexOf('/') + 1);
    }
    return name;
  }

  /** Turns {@code text} to the {@link #name}. */
  public void name(EncodedText text) {
    fields.encoded(ProcessLayout.BINARY, text);
    text.cutToBaseName();
  }

  /**
   * All but the first of argv, joined by blanks. An argument with a blank in it stands in quotes,
   * and quotes in it are not escaped: where one argument ends can be forged.
   */
  public String arguments() {
    String arguments = fields.text(ProcessLayout.ARGUMENTS);
    return withheld && !arguments.isEmpty() ? WITHHELD : arguments;
  }

  /** Turns {@code text} to the {@link #arguments}. */
  public void arguments(EncodedText text) {
    if (withheld) {
      text.set(arguments());
    } else {
      fields.encoded(ProcessLayout.ARGUMENTS, text);
    }
  }

  /** The arguments one by one, as far as their text shows; read once. */
  public List<String> argv() {
    List<String> read = argv;
    if (read == null) {
      read = ArgumentList.split(arguments());
      argv = read;
    }
    return read;
  }

  /** What it was started to do; read once, when it is asked for. */
  public CommandLine command() {
    CommandLine read = command;
    if (read == null) {
      read = withheld ? readCommand() : recent.of(fields, reading);
      command = read;
    }
    return read;
  }

  private CommandLine readCommand() {
    return CommandLine.of(binary(), argv(), cwd());
  }

  /** The same for the index, which reads the command lines of few. */
  public CommandTexts commandTexts() {
    return commandTexts;
  }

  /** The binary in normal form. */
  public String path() {
    return NormalPath.of(binary(), cwd());
  }

  /**
   * Name, blank, arguments without the agent's quotes around them; only the name when there are no
   * arguments.
   */
  public String commandLine() {
    if (commandLine == null) {
      String arguments = arguments();
      commandLine =
          arguments.isEmpty()
              ? name()
              : name() + " " + (arguments.indexOf('"') < 0 ? arguments : String.join(" ", argv()));
    }
    return commandLine;
  }

  /** Turns {@code text} to the {@link #commandLine}, which is put together once. */
  public void commandLine(EncodedText text) {
    if (withheld) {
      text.set(commandLine());
      return;
    }
    encodedCommandLine.read(this, fields, text);
  }

  /** Blank separated: {@code execve clone}. */
  public String flags() {
    return fields.text(ProcessLayout.FLAGS);
  }

  /** Turns {@code text} to the {@link #flags}. */
  public void flags(EncodedText text) {
    fields.encoded(ProcessLayout.FLAGS, text);
  }

  /**
   * Whether the agent re-announced a running process at its own start: inventory, not an execution.
   */
  public boolean fromProcFs() {
    fields.encoded(ProcessLayout.FLAGS, encoded);
    return encoded.contains(PROC_FS);
  }

  /** Unix time in nanoseconds, 0 when absent. */
  public long startTimeNanos() {
    return fields.timeNanos(ProcessLayout.START_TIME);
  }

  /**
   * First 31 hex digits of the container id (fewer in old exports), {@code ""} for host processes.
   */
  public String docker() {
    return fields.text(ProcessLayout.DOCKER);
  }

  /** Turns {@code text} to the {@link #docker}. */
  public void docker(EncodedText text) {
    fields.encoded(ProcessLayout.DOCKER, text);
  }

  /** Whether it descends from the container's first process, so was not brought in from outside. */
  public boolean inInitTree() {
    return fields.wrappedFlag(ProcessLayout.IN_INIT_TREE);
  }

  /** Only from an agent that runs on the host and looks user names up; else {@code ""}. */
  public String userName() {
    if (userName == null) {
      userName = ProcessLayout.userName(fields);
    }
    return userName;
  }

  /**
   * What the agent itself knew of the pod when it sent the event; not {@link PodView#present}
   * without one.
   */
  public PodView pod() {
    if (pod == null) {
      pod = new PodView();
    }
    pod.follow(fields, ProcessLayout.POD);
    return pod;
  }

  /** As they were at the exec; not present unless the agent sends credentials. */
  public CapabilitiesView capabilities() {
    if (capabilities == null) {
      capabilities = new CapabilitiesView();
    }
    capabilities.follow(fields, ProcessLayout.CAP);
    return capabilities;
  }

  /** Not present unless the agent sends namespaces. */
  public NamespacesView namespaces() {
    if (namespaces == null) {
      namespaces = new NamespacesView();
    }
    namespaces.follow(fields, ProcessLayout.NS);
    return namespaces;
  }

  /** As they were at the exec; not present unless the agent sends credentials. */
  public CredentialsView credentials() {
    if (credentials == null) {
      credentials = new CredentialsView();
    }
    credentials.follow(fields, ProcessLayout.CREDENTIALS);
    return credentials;
  }

  /** Only in exec events, and only where there is something to report. */
  public BinaryView binaryProperties() {
    if (binaryProperties == null) {
      binaryProperties = new BinaryView();
    }
    binaryProperties.follow(fields, ProcessLayout.BINARY_PROPERTIES);
    return binaryProperties;
  }

  /** Empty unless the agent is configured to send it. Names may repeat. */
  public List<EnvironmentVariable> environment() {
    return withheld ? List.of() : EnvironmentReader.read(fields);
  }

  /** One variable of a process' environment. */
  public record EnvironmentVariable(String key, String value) {}
}
