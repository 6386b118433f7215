package dev.tocsin.event;

import dev.tocsin.command.ArgumentList;
import dev.tocsin.command.Command;
import dev.tocsin.command.CommandLine;
import dev.tocsin.command.NormalPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view over one {@code tetragon.Process}. Absent reads as empty; {@link #present} tells absent
 * from empty. It belongs to its event: see {@link Event#wrap}.
 */
public final class ProcessView {
  private static final int EXEC_ID = 0;
  private static final int PID = 1;
  private static final int UID = 2;
  private static final int CWD = 3;
  private static final int BINARY = 4;
  private static final int ARGUMENTS = 5;
  private static final int FLAGS = 6;
  private static final int START_TIME = 7;
  private static final int AUID = 8;
  private static final int POD = 9;
  private static final int DOCKER = 10;
  private static final int PARENT_EXEC_ID = 11;
  private static final int CAP = 12;
  private static final int NS = 13;
  private static final int TID = 14;
  private static final int CREDENTIALS = 15;
  private static final int BINARY_PROPERTIES = 16;
  private static final int USER = 17;
  private static final int IN_INIT_TREE = 18;
  private static final int ENVIRONMENT = 19;

  private static final Layout LAYOUT =
      new Layout()
          .content(EXEC_ID, 1)
          .content(PID, 2)
          .content(UID, 3)
          .content(CWD, 4)
          .content(BINARY, 5)
          .content(ARGUMENTS, 6)
          .content(FLAGS, 7)
          .content(START_TIME, 8)
          .content(AUID, 9)
          .content(POD, 10)
          .content(DOCKER, 11)
          .content(PARENT_EXEC_ID, 12)
          .content(CAP, 14)
          .content(NS, 15)
          .content(TID, 16)
          .content(CREDENTIALS, 17)
          .content(BINARY_PROPERTIES, 18)
          .content(USER, 19)
          .content(IN_INIT_TREE, 20)
          .repeated(ENVIRONMENT, 21);

  private static final int USER_NAME = 0;
  private static final Layout USER_LAYOUT = new Layout().content(USER_NAME, 1);

  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final Layout ENVIRONMENT_LAYOUT = new Layout().content(KEY, 1).content(VALUE, 2);

  /** Stands for arguments that are not to be known. */
  public static final String WITHHELD = "[withheld]";

  private static final byte[] QUOTE = {'"'};
  private static final byte[] PROC_FS = "procFS".getBytes(StandardCharsets.US_ASCII);

  private final boolean withheld;
  private final Fields fields = new Fields(LAYOUT);
  private final EncodedText encoded = new EncodedText();
  private final ProgramName programName = new ProgramName();
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
  private byte[] commandLineBytes = {};
  private int commandLineLength = -1;

  /**
   * @param withheld whether it keeps arguments and environment to itself
   */
  ProcessView(boolean withheld) {
    this.withheld = withheld;
  }

  /** The message's fields, to be turned to its bytes; the views in it follow when asked for. */
  Fields rewrap() {
    name = null;
    commandLine = null;
    argv = null;
    command = null;
    commandLineLength = -1;
    userName = null;
    programName.forget();
    return fields;
  }

  /** False for the view of a process that the event does not carry. */
  public boolean present() {
    return fields.exists();
  }

  public String execId() {
    return fields.text(EXEC_ID);
  }

  /** Turns {@code text} to the {@link #execId}. */
  public void execId(EncodedText text) {
    fields.encoded(EXEC_ID, text);
  }

  public String parentExecId() {
    return fields.text(PARENT_EXEC_ID);
  }

  /** Host pid (tgid), 0 when absent. */
  public long pid() {
    return fields.wrappedUnsigned(PID);
  }

  public long tid() {
    return fields.wrappedUnsigned(TID);
  }

  /** Effective user id, 0 when absent: {@link #hasUid} tells root from unknown. */
  public long uid() {
    return fields.wrappedUnsigned(UID);
  }

  public boolean hasUid() {
    return fields.has(UID);
  }

  /** Login user id; 4294967295 when unset. */
  public long auid() {
    return fields.wrappedUnsigned(AUID);
  }

  public String cwd() {
    return fields.text(CWD);
  }

  /** Turns {@code text} to the {@link #cwd}. */
  public void cwd(EncodedText text) {
    fields.encoded(CWD, text);
  }

  /** Absolute, as seen in the container, symbolic links as they were executed. */
  public String binary() {
    return fields.text(BINARY);
  }

  /** Turns {@code text} to the {@link #binary}. */
  public void binary(EncodedText text) {
    fields.encoded(BINARY, text);
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
    fields.encoded(BINARY, text);
    text.cutToBaseName();
  }

  /**
   * All but the first of argv, joined by blanks. An argument with a blank in it stands in quotes,
   * and quotes in it are not escaped: where one argument ends can be forged.
   */
  public String arguments() {
    String arguments = fields.text(ARGUMENTS);
    return withheld && !arguments.isEmpty() ? WITHHELD : arguments;
  }

  /** Turns {@code text} to the {@link #arguments}. */
  public void arguments(EncodedText text) {
    if (withheld) {
      text.set(arguments());
    } else {
      fields.encoded(ARGUMENTS, text);
    }
  }

  /** The arguments one by one, as far as their text tells; read once. */
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
      read = CommandLine.of(binary(), argv(), cwd());
      command = read;
    }
    return read;
  }

  /**
   * How many programs {@link #command} has. Reads the command line only of a program that may stand
   * for another one.
   */
  public int commandCount(EncodedText text) {
    return leadsOn(text) ? command().commands().size() : 1;
  }

  /**
   * Turns {@code text} to the name of one of the programs.
   *
   * @param index below {@link #commandCount}
   */
  public void commandName(int index, EncodedText text) {
    if (leadsOn(text)) {
      text.set(command().commands().get(index).name());
    }
  }

  /**
   * Turns {@code text} to the path of one of the programs, as {@link Command#path} gives it.
   *
   * @param index below {@link #commandCount}
   */
  public void commandPath(int index, EncodedText text) {
    if (leadsOn(text)) {
      text.set(command().commands().get(index).path());
      return;
    }
    fields.encoded(BINARY, text);
    if (!NormalPath.isNormalOfProcess(text)) {
      text.set(path());
    }
  }

  /** Turns {@code text} to the usual name, and tells whether it may stand for another program. */
  private boolean leadsOn(EncodedText text) {
    name(text);
    return programName.cut(text);
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
    if (commandLineLength < 0) {
      encodeCommandLine();
    }
    text.wrap(commandLineBytes, 0, commandLineLength);
  }

  private void encodeCommandLine() {
    fields.encoded(ARGUMENTS, encoded);
    if (encoded.contains(QUOTE)) {
      commandLineBytes = commandLine().getBytes(StandardCharsets.UTF_8);
      commandLineLength = commandLineBytes.length;
      return;
    }
    name(encoded);
    int nameLength = encoded.to() - encoded.from();
    int argumentsLength = fields.has(ARGUMENTS) ? fields.to(ARGUMENTS) - fields.from(ARGUMENTS) : 0;
    int length = nameLength + (argumentsLength == 0 ? 0 : 1 + argumentsLength);
    if (commandLineBytes.length < length) {
      commandLineBytes = new byte[length * 2];
    }
    System.arraycopy(encoded.bytes(), encoded.from(), commandLineBytes, 0, nameLength);
    if (argumentsLength > 0) {
      commandLineBytes[nameLength] = ' ';
      System.arraycopy(
          fields.bytes(),
          fields.from(ARGUMENTS),
          commandLineBytes,
          nameLength + 1,
          argumentsLength);
    }
    commandLineLength = length;
  }

  /** Blank separated: {@code execve clone}. */
  public String flags() {
    return fields.text(FLAGS);
  }

  /** Turns {@code text} to the {@link #flags}. */
  public void flags(EncodedText text) {
    fields.encoded(FLAGS, text);
  }

  /**
   * Whether the agent re-announced a running process at its own start: inventory, not an execution.
   */
  public boolean fromProcFs() {
    fields.encoded(FLAGS, encoded);
    return encoded.contains(PROC_FS);
  }

  /** Unix time in nanoseconds, 0 when absent. */
  public long startTimeNanos() {
    return fields.timeNanos(START_TIME);
  }

  /**
   * First 31 hex digits of the container id (fewer in old exports), {@code ""} for host processes.
   */
  public String docker() {
    return fields.text(DOCKER);
  }

  /** Turns {@code text} to the {@link #docker}. */
  public void docker(EncodedText text) {
    fields.encoded(DOCKER, text);
  }

  /** Whether it descends from the container's first process, so was not brought in from outside. */
  public boolean inInitTree() {
    return fields.wrappedFlag(IN_INIT_TREE);
  }

  /** Only from an agent that runs on the host and looks user names up; else {@code ""}. */
  public String userName() {
    if (userName == null) {
      Fields user = new Fields(USER_LAYOUT);
      fields.wrapChild(USER, user);
      userName = user.text(USER_NAME);
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
    pod.follow(fields, POD);
    return pod;
  }

  /** As they were at the exec; not present unless the agent sends credentials. */
  public CapabilitiesView capabilities() {
    if (capabilities == null) {
      capabilities = new CapabilitiesView();
    }
    capabilities.follow(fields, CAP);
    return capabilities;
  }

  /** Not present unless the agent sends namespaces. */
  public NamespacesView namespaces() {
    if (namespaces == null) {
      namespaces = new NamespacesView();
    }
    namespaces.follow(fields, NS);
    return namespaces;
  }

  /** As they were at the exec; not present unless the agent sends credentials. */
  public CredentialsView credentials() {
    if (credentials == null) {
      credentials = new CredentialsView();
    }
    credentials.follow(fields, CREDENTIALS);
    return credentials;
  }

  /** Only in exec events, and only where there is something to tell. */
  public BinaryView binaryProperties() {
    if (binaryProperties == null) {
      binaryProperties = new BinaryView();
    }
    binaryProperties.follow(fields, BINARY_PROPERTIES);
    return binaryProperties;
  }

  /** Empty unless the agent is told to send it. Names may repeat. */
  public List<EnvironmentVariable> environment() {
    if (withheld || !fields.has(ENVIRONMENT)) {
      return List.of();
    }
    List<EnvironmentVariable> result = new ArrayList<>();
    Fields variable = new Fields(ENVIRONMENT_LAYOUT);
    fields.each(
        ENVIRONMENT,
        (from, to) -> {
          variable.wrap(fields.bytes(), from, to);
          result.add(new EnvironmentVariable(variable.text(KEY), variable.text(VALUE)));
        });
    return Collections.unmodifiableList(result);
  }

  /** One variable of a process' environment. */
  public record EnvironmentVariable(String key, String value) {}
}
