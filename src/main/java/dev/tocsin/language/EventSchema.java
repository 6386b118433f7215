package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.tocsin.event.ConnectionView;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.FileView;
import java.util.function.Function;

/**
 * What expressions can read: the variables of the environment and the fields of their types.
 * Processes are in {@link ProcessSchema} and have Tetragon's names; Kubernetes objects have the
 * names of the Kubernetes API.
 */
final class EventSchema {
  static final String ARGUMENTS = "args";
  static final String ANCESTORS = "ancestors";

  private EventSchema() {}

  static final StructSchema<Event> EVENT =
      StructSchema.<Event>named("tocsin.Event")
          .field(
              "kind",
              "Kind of the event as Tetragon sends it: a ProcessConnect or FileAccess is a"
                  + " ProcessKprobe or a ProcessLsm here.",
              "{} == 'ProcessExec'")
          .text(event -> event.kind().apiName())
          .field(
              "time",
              "When it happened; a process that ran before the agent started has the time of its"
                  + " start.",
              "{} > timestamp('2026-01-31T12:00:00Z')")
          .time(Event::timeNanos)
          .field("node", "Name of the node, as the agent says it.", "{} == 'worker-1'")
          .text(Event::node)
          .field(
              "cluster",
              "Name of the cluster, where the agent is configured with one.",
              "{} == 'production'")
          .text(Event::cluster)
          .field(
              "function",
              "Traced function without its architecture's prefix, SUBSYSTEM/EVENT of a tracepoint,"
                  + " symbol of a uprobe, PROVIDER/NAME of a USDT probe.",
              "{} == 'sys_setns'")
          .on(KindSets.HOOKS)
          .text(Event::function, Event::function)
          .field(
              "tracingPolicy",
              "Name of the tracing policy that made the event.",
              "{} == 'tocsin-mounts'")
          .on(KindSets.HOOKS)
          .text(Event::tracingPolicy)
          .field("action", "What Tetragon did at the hook.", "{} == 'KPROBE_ACTION_SIGKILL'")
          .on(KindSets.HOOKS)
          .text(Event::action)
          .field("message", "Message of the hook in the tracing policy.", "{}.contains('mount')")
          .on(KindSets.HOOKS)
          .text(Event::message)
          .field(
              "tags", "Tags of the hook in the tracing policy.", "'observability.filesystem' in {}")
          .on(KindSets.HOOKS)
          .texts(Event::tags)
          .field(
              "returnValue",
              "Number that the function returned; negative for an error of a system call.",
              "{} < 0")
          .on(KindSets.RETURNING)
          .number(Event::returnValue, Event::hasReturnValue)
          .field(
              "returnAction",
              "What Tetragon did when the function returned.",
              "{} == 'KPROBE_ACTION_POST'")
          .on(KindSets.RETURNING)
          .text(Event::returnAction)
          .field(
              "path",
              "Binary or library with the probe, or the library that was loaded.",
              "{}.endsWith('/libpam.so.0')")
          .on(KindSets.CODE)
          .text(Event::path)
          .field(
              "buildId",
              "Build id of the library that was loaded, hexadecimal.",
              "{} == 'ce2d8e6b0a6a4a59'")
          .on(KindSets.only(EventKind.PROCESS_LOADER))
          .text(Event::buildId)
          .field(
              "imaHash",
              "Hash of the file by the kernel's IMA, behind the name of its algorithm.",
              "{}.startsWith('sha256:')")
          .on(KindSets.LSM)
          .text(Event::imaHash)
          .field(
              "signal",
              "Signal that ended the process; empty when it ended by itself.",
              "{} == 'SIGKILL'")
          .on(KindSets.only(EventKind.PROCESS_EXIT))
          .text(Event::exitSignal)
          .field("status", "Exit code of the process.", "{} != 0")
          .on(KindSets.only(EventKind.PROCESS_EXIT))
          .number(Event::exitStatus)
          .field(
              "throttle",
              "Whether throttling of a control group began or ended.",
              "{} == 'THROTTLE_START'")
          .on(KindSets.only(EventKind.PROCESS_THROTTLE))
          .text(Event::throttle)
          .field(
              "cgroup",
              "Name of the control group that is throttled.",
              "{}.startsWith('cri-containerd')")
          .on(KindSets.only(EventKind.PROCESS_THROTTLE))
          .text(Event::cgroup)
          .build();

  static final StructSchema<ConnectionView> CONNECTION =
      StructSchema.<ConnectionView>named("tocsin.Connection")
          .presentIf(ConnectionView::present)
          .field("sourceIP", "Address that the connection comes from.", "{} == '10.0.0.9'")
          .text(ConnectionView::sourceIP, ConnectionView::sourceIP)
          .field(
              "sourcePort",
              "Port that the connection comes from; 0 when it is not known.",
              "{} < 1024")
          .number(ConnectionView::sourcePort)
          .field(
              "destinationIP",
              "Address that is connected to; an IPv4 address in an IPv6 socket reads as IPv4.",
              "{} == '169.254.169.254'")
          .text(ConnectionView::destinationIP, ConnectionView::destinationIP)
          .field(
              "destinationPort",
              "Port that is connected to; 0 when it is not known.",
              "{} in [4444, 1337]")
          .number(ConnectionView::destinationPort)
          .field(
              "protocol",
              "TCP, UDP or another name of the kernel without IPPROTO_; empty when only the address"
                  + " is known.",
              "{} == 'UDP'")
          .text(ConnectionView::protocol, ConnectionView::protocol)
          .build();

  static final StructSchema<FileView> FILE =
      StructSchema.<FileView>named("tocsin.File")
          .presentIf(FileView::present)
          .field(
              "action",
              "What is done with the file: open, read, write, truncate, remove, rename, link,"
                  + " execute; else empty.",
              "{} == 'write'")
          .text(FileView::action)
          .field(
              "path",
              "Path in normal form; the new one of a rename or link.",
              "{} == '/etc/shadow'")
          .text(FileView::path, FileView::path)
          .field("rawPath", "Path as the agent reports it.", "{}.startsWith('/proc/')")
          .text(FileView::rawPath, FileView::rawPath)
          .field("oldPath", "What was renamed or linked to; else empty.", "{} == '/etc/passwd'")
          .text(FileView::oldPath, FileView::oldPath)
          .field(
              "innerPath",
              "Path inside the file system, where the event has it besides path: the same wherever"
                  + " that is mounted.",
              "{} == '/release_agent'")
          .text(FileView::innerPath, FileView::innerPath)
          .field("flags", "Flags as the tracing policy's type of argument gives them.", "{} != ''")
          .text(FileView::flags, FileView::flags)
          .field("permission", "Permissions as ls writes them.", "{}.startsWith('-rws')")
          .text(FileView::permission, FileView::permission)
          .build();

  /** Every struct type, nested ones too. */
  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.<StructSchema<?>>builder()
          .add(EVENT, CONNECTION, FILE, AlertSchema.ALERT)
          .addAll(PlaceSchema.TYPES)
          .addAll(ProcessSchema.TYPES)
          .build();

  /** A variable that stands for one object of the event. */
  record Variable<T>(FieldNote note, StructSchema<T> schema, Function<EventContext, T> object) {
    StructView<T> view(EventContext context) {
      return schema.view(object.apply(context));
    }
  }

  static final ImmutableMap<String, Variable<?>> OBJECTS =
      ImmutableMap.<String, Variable<?>>builder()
          .put(
              "event",
              new Variable<>(
                  new FieldNote("The event itself.", "{}.node == 'worker-1'", KindSets.ALL),
                  EVENT,
                  EventContext::event))
          .put(
              "process",
              new Variable<>(
                  new FieldNote(
                      "The process that did it.", "{}.name == 'nsenter'", KindSets.PROCESSES),
                  ProcessSchema.PROCESS,
                  each -> each.event().process()))
          .put(
              "parent",
              new Variable<>(
                  new FieldNote(
                      "What started it, with the fields of process; the same process where it ran"
                          + " another program before.",
                      "{}.name == 'sshd'",
                      KindSets.PROCESSES),
                  ProcessSchema.PROCESS,
                  each -> each.event().parent()))
          .put(
              "pod",
              new Variable<>(
                  new FieldNote(
                      "The pod, from the API server; empty for a process of the host.",
                      "{}.namespace == 'shop'",
                      KindSets.PLACED),
                  PlaceSchema.POD,
                  each -> each.where().pod()))
          .put(
              "container",
              new Variable<>(
                  new FieldNote(
                      "The container, from the API server.", "{}.name == 'app'", KindSets.PLACED),
                  PlaceSchema.CONTAINER,
                  each -> each.where().container()))
          .put(
              "node",
              new Variable<>(
                  new FieldNote(
                      "The node, from the API server.", "{}.name == 'worker-1'", KindSets.ALL),
                  PlaceSchema.NODE,
                  each -> each.where().node()))
          .put(
              "connection",
              new Variable<>(
                  new FieldNote(
                      "The connection that the event is about, from a sock or sockaddr argument.",
                      "has({}.destinationIP)",
                      KindSets.HOOKS),
                  CONNECTION,
                  each -> each.event().connection()))
          .put(
              "file",
              new Variable<>(
                  new FieldNote(
                      "The file that the event is about, from a file, path or linux_binprm"
                          + " argument.",
                      "has({}.path)",
                      KindSets.HOOKS),
                  FILE,
                  each -> each.event().file()))
          .put(
              "alert",
              new Variable<>(
                  new FieldNote(
                      "The alert that was opened or escalated.",
                      "{}.severity == 'Critical'",
                      KindSets.only(EventKind.SECURITY_ALERT)),
                  AlertSchema.ALERT,
                  each -> each.event().alert()))
          .buildOrThrow();

  /** A variable that stands for a list. */
  record ListVariable(FieldNote note, CelType elements) {}

  static final ImmutableMap<String, ListVariable> LISTS =
      ImmutableMap.of(
          ANCESTORS,
          new ListVariable(
              new FieldNote(
                  "Processes beyond the parent with the fields of process, nearest first, where the"
                      + " agent sends them.",
                  "{}.exists(a, a.name == 'sshd')",
                  KindSets.PROCESSES),
              ProcessSchema.PROCESS.type()),
          ARGUMENTS,
          new ListVariable(
              new FieldNote(
                  "Arguments of the traced function by position: numbers, texts or objects, by the"
                      + " type that the tracing policy gives them.",
                  "{}[0] == '/etc/shadow'",
                  KindSets.HOOKS),
              SimpleType.DYN));

  /** The variables of every expression; {@link EventContext#resolve} has their values. */
  static final ImmutableMap<String, CelType> VARIABLES =
      ImmutableMap.<String, CelType>builder()
          .putAll(Maps.transformValues(OBJECTS, variable -> variable.schema().type()))
          .putAll(Maps.transformValues(LISTS, variable -> ListType.create(variable.elements())))
          .buildOrThrow();
}
