package dev.tocsin.source.sysmon;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.command.ProgramNames;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.UserRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record of process creation in Tetragon's words.
 *
 * <p>What differs from what Tetragon itself would say: {@code exec_id} is Sysmon's guid; {@code
 * uid} is {@code LogonId}, the real and not the effective user id; arguments with blanks stand
 * without quotes, but for the text of {@code sh -c}; nothing is known of pods, so the process is
 * the host's. Hashes have no place in Tetragon's message and are left out. The event's time is
 * {@code SystemTime}, because {@code UtcTime}, which becomes the start time, is worked out from the
 * uptime and drifts.
 */
final class ProcessCreation {
  private static final String NO_GUID = "{00000000-0000-0000-0000-000000000000}";
  private static final String DELETED = " (deleted)";

  /** Of 32 bits, and how the kernel writes that an id is not set. */
  private static final long MAX_UNSIGNED = 0xffff_ffffL;

  private static final Instant FIRST = Instant.EPOCH;

  /** The last that the nanoseconds of a long can express. */
  private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L - 1);

  /** {@code 2022-01-14 00:30:28.036}. */
  private static final DateTimeFormatter UTC_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  /**
   * The options of a shell up to {@code -c}, and its text, of which Sysmon does not show the end.
   */
  private static final Pattern TEXT = Pattern.compile("((?:[-+]\\S+ +)*?-[a-zA-Z]*c) +(.* .*)");

  private final SysmonRecord record;

  private ProcessCreation(SysmonRecord record) {
    this.record = record;
  }

  /**
   * A value that its field cannot have, of a time or a number, is as if it were not there: Sysmon
   * writes -1 and others for what it does not know, and a start must not go unseen for that.
   *
   * @throws MalformedRecordException when it does not say what was started
   */
  static GetEventsResponse of(SysmonRecord record, String host) throws MalformedRecordException {
    ProcessCreation creation = new ProcessCreation(record);
    GetEventsResponse.Builder event =
        GetEventsResponse.newBuilder().setNodeName(host).setProcessExec(creation.execution());
    Instant time = creation.systemTime();
    if (time == null) {
      time = creation.utcTime();
    }
    if (time != null) {
      event.setTime(timestamp(time));
    }
    return event.build();
  }

  private ProcessExec execution() throws MalformedRecordException {
    if (record.data("Image").isEmpty()) {
      throw new MalformedRecordException("it has no Image");
    }
    Process.Builder process =
        process("", "CommandLine")
            .setCwd(record.data("CurrentDirectory"))
            .setParentExecId(guid("ParentProcessGuid"));
    Long uid = number("LogonId");
    if (uid != null) {
      process.setUid(UInt32Value.of(uid.intValue()));
    }
    Instant start = utcTime();
    if (start != null) {
      process.setStartTime(timestamp(start));
    }
    ProcessExec.Builder execution = ProcessExec.newBuilder().setProcess(process);
    Process parent = process("Parent", "ParentCommandLine").build();
    if (!parent.equals(Process.getDefaultInstance())) {
      execution.setParent(parent);
    }
    return execution.build();
  }

  /** What Sysmon says of the process and of its parent alike. */
  private Process.Builder process(String prefix, String commandLine) {
    String image = withoutMark(record.data(prefix + "Image"));
    Process.Builder process =
        Process.newBuilder()
            .setExecId(guid(prefix + "ProcessGuid"))
            .setBinary(image)
            .setArguments(arguments(image, record.data(commandLine)));
    Long pid = number(prefix + "ProcessId");
    if (pid != null && pid != 0) {
      process.setPid(UInt32Value.of(pid.intValue()));
    }
    String user = record.data(prefix + "User");
    if (!user.isEmpty()) {
      process.setUser(UserRecord.newBuilder().setName(user));
    }
    return process;
  }

  /** As Tetragon would write them: a shell's text is one argument, and so stands in quotes. */
  private static String arguments(String image, String commandLine) {
    String arguments = withoutProgram(image, commandLine);
    Matcher text = TEXT.matcher(arguments);
    return ProgramNames.isShell(image) && text.matches()
        ? text.group(1) + " \"" + text.group(2) + "\""
        : arguments;
  }

  /** Without the first of argv, which is the program's own choice and may itself have blanks. */
  private static String withoutProgram(String image, String commandLine) {
    if (commandLine.equals(image) || commandLine.startsWith(image + " ")) {
      return commandLine.substring(image.length()).stripLeading();
    }
    int blank = commandLine.indexOf(' ');
    return blank < 0 ? "" : commandLine.substring(blank + 1);
  }

  private String guid(String name) {
    String guid = record.data(name);
    return guid.equals(NO_GUID) ? "" : guid;
  }

  /** Null where there is none. */
  private @Nullable Long number(String name) {
    String text = record.data(name).strip();
    try {
      long number = text.startsWith("0x") ? Long.decode(text) : Long.parseLong(text);
      return number >= 0 && number < MAX_UNSIGNED ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private @Nullable Instant systemTime() {
    return time(record.system("TimeCreated"), Instant::parse);
  }

  private @Nullable Instant utcTime() {
    return time(
        record.data("UtcTime").strip(),
        text -> LocalDateTime.parse(text, UTC_TIME).toInstant(ZoneOffset.UTC));
  }

  /** Null where there is none. */
  private static @Nullable Instant time(String text, Function<String, Instant> reading) {
    try {
      Instant time = reading.apply(text);
      return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The kernel marks the path of a program whose file is no longer there. */
  private static String withoutMark(String image) {
    return image.endsWith(DELETED) ? image.substring(0, image.length() - DELETED.length()) : image;
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
