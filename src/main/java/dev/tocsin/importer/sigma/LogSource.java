package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.YamlValue.YamlMap;
import dev.tocsin.importer.sigma.SigmaField.OfCommandLine;
import dev.tocsin.importer.sigma.SigmaField.OfConstant;
import dev.tocsin.importer.sigma.SigmaField.OfFolder;
import dev.tocsin.importer.sigma.SigmaField.OfNumber;
import dev.tocsin.importer.sigma.SigmaField.OfProgramName;
import dev.tocsin.importer.sigma.SigmaField.OfRecordType;
import dev.tocsin.importer.sigma.SigmaField.OfText;
import dev.tocsin.importer.sigma.SigmaField.OfTime;
import dev.tocsin.importer.sigma.SigmaField.OfUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log sources that Tetragon's events stand for, and the fields of each. */
enum LogSource {
  PROCESS_CREATION("process_creation", "ProcessExec", RuleCondition.TRUE),
  /** A file that comes to be; the hooks see every write, and new names. */
  FILE_EVENT(
      "file_event",
      "FileAccess",
      new Holds("file.action in ['write', 'truncate', 'rename', 'link']")),
  NETWORK_CONNECTION("network_connection", "ProcessConnect", RuleCondition.TRUE),
  /** Records of auditd of type EXECVE: the arguments of a program one by one. */
  AUDITD("", "ProcessExec", RuleCondition.TRUE);

  private static final TextField BINARY = new TextField("process.binary");
  private static final TextField PARENT_BINARY = new TextField("parent.binary");

  private static final Map<String, SigmaField> OF_PROCESSES =
      Map.of(
          "Image",
          new OfText(BINARY),
          "CommandLine",
          new OfCommandLine("process"),
          "CurrentDirectory",
          new OfFolder(new TextField("process.cwd")),
          "ProcessId",
          new OfNumber(new NumberField("process.pid", "has(process.pid)")),
          "User",
          new OfUser(
              new TextField("process.user.name"),
              new NumberField("process.uid", "has(process.uid)")),
          "ParentImage",
          new OfText(PARENT_BINARY),
          "ParentCommandLine",
          new OfCommandLine("parent"),
          "ParentProcessId",
          new OfNumber(new NumberField("parent.pid", "has(parent.pid)")),
          "UtcTime",
          new OfTime("event.time"));

  private static final Map<String, SigmaField> OF_FILES =
      Map.of("TargetFilename", new OfText(new TextField("file.path")));

  private static final Map<String, SigmaField> OF_CONNECTIONS =
      Map.of(
          "DestinationIp",
          new OfText(new TextField("connection.destinationIP")),
          "DestinationPort",
          new OfNumber(
              new NumberField("connection.destinationPort", "has(connection.destinationIP)")),
          "SourceIp",
          new OfText(new TextField("connection.sourceIP")),
          "SourcePort",
          new OfNumber(new NumberField("connection.sourcePort", "has(connection.destinationIP)")),
          "Protocol",
          new OfText(new TextField("connection.protocol")),
          "Initiated",
          new OfConstant("true"));

  /** The arguments of a record, after {@code a0}. */
  private static final Pattern ARGUMENT = Pattern.compile("a([1-9][0-9]{0,2})");

  private final String category;
  private final String eventKind;
  private final RuleCondition always;

  LogSource(String category, String eventKind, RuleCondition always) {
    this.category = category;
    this.eventKind = eventKind;
    this.always = always;
  }

  /** As {@code spec.events} has it. */
  String eventKind() {
    return eventKind;
  }

  /** What tells its events from those of other sources. */
  String guard() {
    return switch (this) {
      case PROCESS_CREATION, AUDITD -> "event.kind == 'ProcessExec'";
      case FILE_EVENT -> "file.path != ''";
      case NETWORK_CONNECTION -> "connection.destinationIP != ''";
    };
  }

  /** What holds of every event of the source. */
  RuleCondition always() {
    return always;
  }

  Optional<SigmaField> field(String name) {
    return switch (this) {
      case PROCESS_CREATION -> field(name, Map.of());
      case FILE_EVENT -> field(name, OF_FILES);
      case NETWORK_CONNECTION -> field(name, OF_CONNECTIONS);
      case AUDITD -> ofRecord(name);
    };
  }

  /** One of its own, or of the process that did it. */
  private static Optional<SigmaField> field(String name, Map<String, SigmaField> own) {
    return Optional.ofNullable(own.containsKey(name) ? own.get(name) : OF_PROCESSES.get(name));
  }

  private static Optional<SigmaField> ofRecord(String name) {
    if (name.equals("type")) {
      return Optional.of(new OfRecordType());
    }
    if (name.equals("a0")) {
      return Optional.of(new OfProgramName(new TextField("process.name"), BINARY));
    }
    Matcher argument = ARGUMENT.matcher(name);
    if (!argument.matches()) {
      return Optional.empty();
    }
    int place = Integer.parseInt(argument.group(1));
    return Optional.of(
        new OfText(
            new TextField(
                "(process.argv.size() >= %d ? process.argv[%d] : '')"
                    .formatted(place, place - 1))));
  }

  /** The source that has the same events. */
  LogSource ofEvents() {
    return this == AUDITD ? PROCESS_CREATION : this;
  }

  /** Where a keyword is looked for, in words. */
  String keywordNote() {
    return this == AUDITD
        ? "keywords are looked for in the name of the program and its arguments, joined by blanks"
        : "keywords are looked for in the command line, the program and the working folder or file,"
            + " and in those of the parent";
  }

  /** The texts that a keyword is looked for in. */
  List<SigmaField> texts() {
    return switch (this) {
      case PROCESS_CREATION -> texts(new OfFolder(new TextField("process.cwd")));
      case FILE_EVENT -> texts(new OfText(new TextField("file.path")));
      case NETWORK_CONNECTION -> texts(new OfText(new TextField("connection.destinationIP")));
      case AUDITD -> List.of(new OfCommandLine("process"));
    };
  }

  private static List<SigmaField> texts(SigmaField own) {
    return List.of(
        new OfCommandLine("process"),
        new OfText(BINARY),
        new OfCommandLine("parent"),
        new OfText(PARENT_BINARY),
        own);
  }

  /**
   * Reads {@code logsource}.
   *
   * @throws NotConvertibleException for one that Tetragon does not see
   */
  static LogSource of(YamlMap rule) throws NotConvertibleException {
    int line = rule.lineOf("logsource");
    if (!(rule.get("logsource").orElse(null) instanceof YamlMap source)) {
      throw new NotConvertibleException(line, "logsource is missing");
    }
    String product = source.text("product");
    String service = source.text("service");
    String category = source.text("category");
    if (!product.isEmpty() && !product.equals("linux")) {
      throw new NotConvertibleException(source.lineOf("product"), OTHER_PRODUCT + product);
    }
    if (service.equals("auditd") && category.isEmpty()) {
      return AUDITD;
    }
    for (LogSource each : values()) {
      if (each.category.equals(category) && service.isEmpty() && !category.isEmpty()) {
        return each;
      }
    }
    if (service.isEmpty() && category.isEmpty()) {
      throw new NotConvertibleException(line, "log source: neither category nor service");
    }
    throw new NotConvertibleException(
        line,
        "log source: "
            + (service.isEmpty() ? "category " + category : "service " + service)
            + ", which is not among Tetragon's events");
  }

  /** Begins the reason of a rule for another system. */
  static final String OTHER_PRODUCT = "log source: product ";
}
