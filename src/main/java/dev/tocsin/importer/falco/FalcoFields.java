package dev.tocsin.importer.falco;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.falco.FalcoExpression.Subject;
import dev.tocsin.importer.falco.FalcoField.Form;
import dev.tocsin.importer.falco.FalcoField.OfAge;
import dev.tocsin.importer.falco.FalcoField.OfAncestors;
import dev.tocsin.importer.falco.FalcoField.OfAny;
import dev.tocsin.importer.falco.FalcoField.OfBits;
import dev.tocsin.importer.falco.FalcoField.OfConstant;
import dev.tocsin.importer.falco.FalcoField.OfContainer;
import dev.tocsin.importer.falco.FalcoField.OfEnvironment;
import dev.tocsin.importer.falco.FalcoField.OfFamily;
import dev.tocsin.importer.falco.FalcoField.OfFlag;
import dev.tocsin.importer.falco.FalcoField.OfList;
import dev.tocsin.importer.falco.FalcoField.OfNumber;
import dev.tocsin.importer.falco.FalcoField.OfText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the fields of Falco are in an event of Tetragon. */
final class FalcoFields {
  private static final Map<String, Long> PTRACE_REQUESTS =
      Map.of(
          "PTRACE_TRACEME", 0L,
          "PTRACE_PEEKTEXT", 1L,
          "PTRACE_PEEKDATA", 2L,
          "PTRACE_POKETEXT", 4L,
          "PTRACE_POKEDATA", 5L,
          "PTRACE_SETREGS", 13L,
          "PTRACE_ATTACH", 16L,
          "PTRACE_SEIZE", 16902L);
  private static final Map<String, Long> MODE_BITS =
      Map.of("S_ISUID", 2048L, "S_ISGID", 1024L, "S_IXUSR", 64L, "S_IXGRP", 8L, "S_IXOTH", 1L);
  private static final Map<String, Long> NAMESPACE_BITS =
      Map.of(
          "CLONE_NEWNS", 131072L,
          "CLONE_NEWUTS", 67108864L,
          "CLONE_NEWIPC", 134217728L,
          "CLONE_NEWUSER", 268435456L,
          "CLONE_NEWPID", 536870912L,
          "CLONE_NEWNET", 1073741824L);

  private static final Map<String, Long> OPEN_BITS =
      Map.of("O_CREAT", 64L, "O_TRUNC", 512L, "O_APPEND", 1024L);

  /** What the event does not have: every comparison is false. */
  private static final OfConstant ABSENT = new OfConstant(Set.of());

  private final FalcoEvent event;
  private final int line;
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> options = new LinkedHashSet<>();

  /**
   * @param line of the condition, for errors
   */
  FalcoFields(FalcoEvent event, int line) {
    this.event = event;
    this.line = line;
  }

  /** Where the meaning is near, and not the same. */
  Set<String> notes() {
    return notes;
  }

  /** Options of the agent without which the fields are empty. */
  Set<String> options() {
    return options;
  }

  /**
   * @throws NotConvertibleException for a field that the event does not have
   */
  FalcoField of(Subject subject) throws NotConvertibleException {
    FalcoField field =
        switch (subject.field()) {
          case "proc.env" -> {
            notes.add("proc.env needs the agent's option for environment variables");
            yield new OfEnvironment(subject.index());
          }
          case "proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline" ->
              ancestors(subject.field(), subject.index());
          default -> {
            if (!subject.index().isEmpty() && !subject.field().startsWith("k8s.pod.label")) {
              throw unknown(subject);
            }
            yield plain(subject);
          }
        };
    return field;
  }

  private NotConvertibleException unknown(Subject subject) {
    return new NotConvertibleException(line, "field " + subject + " is not in Tetragon's events");
  }

  private FalcoField plain(Subject subject) throws NotConvertibleException {
    String name = subject.field();
    if (name.startsWith("fd.")) {
      return descriptor(subject);
    }
    if (name.startsWith("evt.")) {
      return event(subject);
    }
    return switch (name) {
      case "proc.name" -> taskName("process.name", true);
      case "proc.pname" -> taskName("parent.name", false);
      case "proc.cmdline" -> always("process.command_line");
      case "proc.pcmdline" -> text("parent.command_line");
      case "proc.args" -> always("process.argv.join(' ')");
      case "proc.exe" -> {
        notes.add("proc.exe is the path of the program: argv[0] is not in the events");
        yield new OfText(new TextField("process.binary"), Form.TYPED, "", true);
      }
      case "proc.pexe" -> {
        notes.add("proc.pexe is the path of the program: argv[0] is not in the events");
        yield new OfText(new TextField("parent.binary"), Form.TYPED, "", false);
      }
      case "proc.exepath" -> always("process.binary");
      case "proc.pexepath" -> text("parent.binary");
      case "proc.cwd" ->
          new OfText(
              new TextField("(process.cwd.endsWith('/') ? process.cwd : process.cwd + '/')"),
              Form.PLAIN,
              "process.cwd != ''",
              true);
      case "proc.pid" -> number("process.pid", "has(process.pid)");
      case "proc.ppid" -> number("parent.pid", "has(parent.pid)");
      case "proc.duration" -> new OfAge();
      case "proc.is_exe_from_memfd" -> {
        options.add("ProcessCredentials");
        notes.add("proc.is_exe_from_memfd: a file without a name, by its number of links");
        yield new OfFlag(
            "(has(process.binary_properties.file.inode.links)"
                + " && process.binary_properties.file.inode.links == 0)");
      }
      case "user.uid" -> number("process.uid", "has(process.uid)");
      case "user.loginuid" ->
          new OfNumber(new NumberField("process.auid", ""), Map.of("-1", 4294967295L));
      case "user.name" -> {
        notes.add("user.name needs the agent's option for user names; root is user 0 as well");
        yield text("process.user.name");
      }
      case "thread.cap_effective" -> capabilities("effective");
      case "thread.cap_permitted" -> capabilities("permitted");
      case "thread.cap_inheritable" -> capabilities("inheritable");
      case "container.id" -> new OfContainer();
      case "container.name" -> text("container.name");
      case "container.image" -> text("container.image");
      case "container.image.repository" -> {
        notes.add(
            "container.image.repository: the image as its pod names it, which may lack the"
                + " registry: docker.io/library/nginx is nginx there");
        yield new OfText(new TextField("container.image"), Form.REPOSITORY, "", false);
      }
      case "container.privileged" -> new OfFlag("container.privileged");
      case "k8s.ns.name" -> text("pod.namespace");
      case "k8s.pod.name" -> text("pod.name");
      case "k8s.pod.id", "k8s.pod.uid" -> text("pod.uid");
      case "k8s.pod.sa" -> text("pod.serviceAccount");
      case "k8s.pod.label" -> {
        String label = "'" + subject.index().replace("\\", "\\\\").replace("'", "\\'") + "'";
        yield new OfText(
            new TextField("pod.labels[" + label + "]"), Form.PLAIN, label + " in pod.labels", true);
      }
      default -> throw unknown(subject);
    };
  }

  private static OfText text(String expression) {
    return new OfText(new TextField(expression), Form.PLAIN, "", false);
  }

  private static OfText always(String expression) {
    return new OfText(new TextField(expression), Form.PLAIN, "", true);
  }

  private static OfText taskName(String expression, boolean always) {
    return new OfText(new TextField(expression), Form.TASK_NAME, "", always);
  }

  private static OfNumber number(String expression, String present) {
    return new OfNumber(new NumberField(expression, present), Map.of());
  }

  private OfList capabilities(String set) {
    options.add("ProcessCredentials");
    return new OfList("process.cap." + set);
  }

  /** {@code aname[1]} is the parent, {@code aname[2]} the first of the ancestors. */
  private FalcoField ancestors(String name, String index) throws NotConvertibleException {
    String part =
        switch (name) {
          case "proc.aname" -> "name";
          case "proc.acmdline" -> "command_line";
          default -> "binary";
        };
    Form form = part.equals("name") ? Form.TASK_NAME : Form.PLAIN;
    OfText parent = new OfText(new TextField("parent." + part), form, "", false);
    if (index.isEmpty()) {
      options.add("Ancestors");
      return new OfAncestors(parent, new OfText(new TextField("a." + part), form, "", false));
    }
    if (!index.matches("[0-9]{1,2}")) {
      throw new NotConvertibleException(line, "field " + name + "[" + index + "] is not known");
    }
    int number = Integer.parseInt(index);
    if (number < 2) {
      return number == 1 ? parent : new OfText(new TextField("process." + part), form, "", true);
    }
    options.add("Ancestors");
    return new OfText(
        new TextField("ancestors[" + (number - 2) + "]." + part),
        form,
        "size(ancestors) > " + (number - 2),
        true);
  }

  private FalcoField descriptor(Subject subject) throws NotConvertibleException {
    if (event.isOpen()) {
      return switch (subject.field()) {
        case "fd.name" -> always("file.path");
        case "fd.directory" -> new OfText(new TextField("file.path"), Form.FOLDER_OF, "", true);
        case "fd.filename" -> new OfText(new TextField("file.path"), Form.FILE_OF, "", true);
        case "fd.num" -> new OfConstant(Set.of("3"));
        case "fd.typechar" -> new OfConstant(Set.of("f"));
        case "fd.type" -> new OfConstant(Set.of("file"));
        default -> throw unknown(subject);
      };
    }
    if (!event.isConnection()) {
      return ABSENT; // a call without a descriptor
    }
    OfText source = text("connection.sourceIP");
    OfText destination = text("connection.destinationIP");
    OfNumber sourcePort = number("connection.sourcePort", "has(connection.sourceIP)");
    OfNumber destinationPort =
        number("connection.destinationPort", "has(connection.destinationIP)");
    boolean listens = event == FalcoEvent.LISTEN;
    return switch (subject.field()) {
      case "fd.sip", "fd.snet" -> listens ? source : destination;
      case "fd.rip", "fd.rnet" -> destination;
      case "fd.cip", "fd.cnet" -> listens ? destination : source;
      case "fd.lip", "fd.lnet" -> source;
      case "fd.ip", "fd.net" -> new OfAny(List.of(source, destination));
      case "fd.sport", "fd.sproto" -> listens ? sourcePort : destinationPort;
      case "fd.rport" -> destinationPort;
      case "fd.cport" -> listens ? destinationPort : sourcePort;
      case "fd.lport" -> sourcePort;
      case "fd.port" -> new OfAny(List.of(sourcePort, destinationPort));
      case "fd.l4proto" -> new OfConstant(Set.of("tcp"));
      case "fd.typechar" -> new OfFamily("4", "6");
      case "fd.type" -> new OfFamily("ipv4", "ipv6");
      case "fd.num" -> new OfConstant(Set.of("3"));
      case "fd.connected" -> new OfConstant(Set.of("false"));
      case "fd.name_changed" -> new OfConstant(Set.of("true"));
      default -> throw unknown(subject);
    };
  }

  private FalcoField event(Subject subject) throws NotConvertibleException {
    return switch (subject.field()) {
      case "evt.dir" -> new OfConstant(Set.of("<"));
      case "evt.res" -> new OfConstant(Set.of("SUCCESS"));
      case "evt.rawres" -> new OfConstant(Set.of("0"));
      case "evt.failed" -> new OfConstant(Set.of("false"));
      case "evt.hostname" -> text("node.name");
      case "evt.is_open_write" ->
          new OfConstant(Set.of(String.valueOf(event == FalcoEvent.OPEN_TO_WRITE)));
      case "evt.is_open_read" ->
          new OfConstant(Set.of(String.valueOf(event == FalcoEvent.OPEN_TO_READ)));
      default -> argument(subject);
    };
  }

  /** Arguments have the places of Tetragon's hooks, and numbers where Falco has words. */
  private FalcoField argument(Subject subject) throws NotConvertibleException {
    String name = subject.field().replaceFirst("^evt\\.arg\\.", "");
    return switch (event) {
      case PTRACE ->
          name.equals("request")
              ? new OfNumber(new NumberField("int(arg('request'))", ""), PTRACE_REQUESTS)
              : refused(subject);
      case CHMOD ->
          switch (name) {
            case "mode" -> new OfBits("int(arg('mode'))", MODE_BITS);
            case "filename", "path", "name" -> always("file.path");
            default -> refused(subject);
          };
      case ENTER_NAMESPACE, MAKE_NAMESPACE ->
          name.equals("flags") || name.equals("nstype")
              ? new OfBits("int(arg('flags'))", NAMESPACE_BITS)
              : refused(subject);
      // No other user is traced.
      case SET_USER -> name.equals("uid") ? new OfConstant(Set.of("0", "root")) : refused(subject);
      case OPEN_TO_WRITE ->
          name.equals("flags") ? new OfBits("int(arg('flags'))", OPEN_BITS) : ofOpen(subject, name);
      case OPEN_TO_READ -> ofOpen(subject, name);
      case BPF ->
          name.equals("cmd")
              ? new OfNumber(
                  new NumberField("int(arg('command'))", ""), Map.of("BPF_PROG_LOAD", 5L))
              : refused(subject);
      case REMOVE -> name.equals("name") || name.equals("path") ? always("file.path") : ABSENT;
      case RENAME, LINK ->
          switch (name) {
            case "oldpath" -> always("file.oldPath");
            case "newpath" -> always("file.path");
            default -> ABSENT;
          };
      default -> refused(subject);
    };
  }

  private FalcoField ofOpen(Subject subject, String name) throws NotConvertibleException {
    return switch (name) {
      case "name" -> always("file.path");
      case "path", "oldpath", "newpath", "filename" -> ABSENT;
      default -> refused(subject);
    };
  }

  private FalcoField refused(Subject subject) throws NotConvertibleException {
    throw unknown(subject);
  }
}
