package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.tocsin.event.Connection;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.FileView;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.event.ProcessView;

/**
 * What expressions can read: every type and field of the environment, in one table. Process fields
 * have Tetragon's names, Kubernetes objects have the names of the Kubernetes API.
 */
final class EventSchema {
  private EventSchema() {}

  static final StructSchema<Event> EVENT =
      StructSchema.<Event>named("tocsin.Event")
          .text("kind", event -> event.kind().apiName())
          .time("time", Event::timeNanos)
          .text("node", Event::node)
          .text("cluster", Event::cluster)
          .text("function", Event::function)
          .text("tracingPolicy", Event::tracingPolicy)
          .text("action", Event::action)
          .text("message", Event::message)
          .texts("tags", Event::tags)
          .number("returnValue", Event::returnValue)
          .build();

  private static final StructSchema<ProcessView> USER =
      StructSchema.<ProcessView>named("tocsin.User")
          .presentIf(process -> !process.userName().isEmpty())
          .text("name", ProcessView::userName)
          .build();

  static final StructSchema<ProcessView> PROCESS =
      StructSchema.<ProcessView>named("tocsin.Process")
          .presentIf(ProcessView::present)
          .text("exec_id", ProcessView::execId)
          .text("parent_exec_id", ProcessView::parentExecId)
          .number("pid", ProcessView::pid)
          .number("tid", ProcessView::tid)
          .number("uid", ProcessView::uid)
          .number("auid", ProcessView::auid)
          .text("cwd", ProcessView::cwd)
          .text("binary", ProcessView::binary)
          .text("name", ProcessView::name)
          .text("arguments", ProcessView::arguments)
          .text("command_line", ProcessView::commandLine)
          .text("flags", ProcessView::flags)
          .time("start_time", ProcessView::startTimeNanos)
          .text("docker", ProcessView::docker)
          .flag("in_init_tree", ProcessView::inInitTree)
          .message("user", USER, process -> process)
          .build();

  private static final StructSchema<Pod.Workload> WORKLOAD =
      StructSchema.<Pod.Workload>named("tocsin.Workload")
          .presentIf(workload -> !workload.name().isEmpty())
          .text("kind", Pod.Workload::kind)
          .text("name", Pod.Workload::name)
          .build();

  private static final StructSchema<Pod.Owner> OWNER =
      StructSchema.<Pod.Owner>named("tocsin.OwnerReference")
          .text("apiVersion", Pod.Owner::apiVersion)
          .text("kind", Pod.Owner::kind)
          .text("name", Pod.Owner::name)
          .text("uid", Pod.Owner::uid)
          .flag("controller", Pod.Owner::controller)
          .build();

  static final StructSchema<Pod> POD =
      StructSchema.<Pod>named("tocsin.Pod")
          .presentIf(Pod::present)
          .text("namespace", Pod::namespace)
          .text("name", Pod::name)
          .text("uid", Pod::uid)
          .labels("labels", Pod::labels)
          .labels("annotations", Pod::annotations)
          .text("serviceAccount", Pod::serviceAccount)
          .message("workload", WORKLOAD, Pod::workload)
          .flag("hostNetwork", Pod::hostNetwork)
          .flag("hostPID", Pod::hostPID)
          .text("node", Pod::node)
          .messages("ownerReferences", OWNER, Pod::owners)
          .labels("namespaceLabels", Pod::namespaceLabels)
          .build();

  static final StructSchema<Container> CONTAINER =
      StructSchema.<Container>named("tocsin.Container")
          .presentIf(Container::present)
          .text("name", Container::name)
          .text("id", Container::id)
          .text("image", Container::image)
          .text("imageID", Container::imageID)
          .time("startTime", Container::startTimeNanos)
          .flag("privileged", Container::privileged)
          .flag("init", Container::init)
          .build();

  static final StructSchema<Node> NODE =
      StructSchema.<Node>named("tocsin.Node")
          .presentIf(node -> !node.name().isEmpty())
          .text("name", Node::name)
          .labels("labels", Node::labels)
          .build();

  static final StructSchema<Connection> CONNECTION =
      StructSchema.<Connection>named("tocsin.Connection")
          .presentIf(Connection::present)
          .text("sourceIP", Connection::sourceIP)
          .number("sourcePort", Connection::sourcePort)
          .text("destinationIP", Connection::destinationIP)
          .number("destinationPort", Connection::destinationPort)
          .text("protocol", Connection::protocol)
          .build();

  static final StructSchema<FileView> FILE =
      StructSchema.<FileView>named("tocsin.File")
          .presentIf(FileView::present)
          .text("path", FileView::path)
          .text("flags", FileView::flags)
          .text("permission", FileView::permission)
          .build();

  /** Every struct type, nested ones too. */
  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.of(
          EVENT, USER, PROCESS, WORKLOAD, OWNER, POD, CONTAINER, NODE, CONNECTION, FILE);

  /** The variables of every expression; {@link EventContext#resolve} has their values. */
  static final ImmutableMap<String, CelType> VARIABLES =
      ImmutableMap.<String, CelType>builder()
          .put("event", EVENT.type())
          .put("process", PROCESS.type())
          .put("parent", PROCESS.type())
          .put("ancestors", ListType.create(PROCESS.type()))
          .put("pod", POD.type())
          .put("container", CONTAINER.type())
          .put("node", NODE.type())
          .put("connection", CONNECTION.type())
          .put("file", FILE.type())
          .put("args", ListType.create(SimpleType.DYN))
          .buildOrThrow();
}
