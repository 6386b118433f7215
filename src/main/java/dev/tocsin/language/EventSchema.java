package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.ConnectionView;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.FileView;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.function.Function;

/**
 * What expressions can read: the variables of the environment and the fields of their types.
 * Processes are in {@link ProcessSchema} and have Tetragon's names; Kubernetes objects have the
 * names of the Kubernetes API.
 */
final class EventSchema {
  static final String ARGUMENTS = "args";

  private EventSchema() {}

  static final StructSchema<Event> EVENT =
      StructSchema.<Event>named("tocsin.Event")
          .text("kind", event -> event.kind().apiName())
          .time("time", Event::timeNanos)
          .text("node", Event::node)
          .text("cluster", Event::cluster)
          .text("function", Event::function, Event::function)
          .text("tracingPolicy", Event::tracingPolicy)
          .text("action", Event::action)
          .text("message", Event::message)
          .texts("tags", Event::tags)
          .number("returnValue", Event::returnValue, Event::hasReturnValue)
          .text("returnAction", Event::returnAction)
          .text("path", Event::path)
          .text("buildId", Event::buildId)
          .text("imaHash", Event::imaHash)
          .text("signal", Event::exitSignal)
          .number("status", Event::exitStatus)
          .text("throttle", Event::throttle)
          .text("cgroup", Event::cgroup)
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
          .text("identity", Pod::identity)
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

  static final StructSchema<ConnectionView> CONNECTION =
      StructSchema.<ConnectionView>named("tocsin.Connection")
          .presentIf(ConnectionView::present)
          .text("sourceIP", ConnectionView::sourceIP, ConnectionView::sourceIP)
          .number("sourcePort", ConnectionView::sourcePort)
          .text("destinationIP", ConnectionView::destinationIP, ConnectionView::destinationIP)
          .number("destinationPort", ConnectionView::destinationPort)
          .text("protocol", ConnectionView::protocol, ConnectionView::protocol)
          .build();

  static final StructSchema<FileView> FILE =
      StructSchema.<FileView>named("tocsin.File")
          .presentIf(FileView::present)
          .text("action", FileView::action)
          .text("path", FileView::path, FileView::path)
          .text("rawPath", FileView::rawPath, FileView::rawPath)
          .text("oldPath", FileView::oldPath, FileView::oldPath)
          .text("innerPath", FileView::innerPath, FileView::innerPath)
          .text("flags", FileView::flags, FileView::flags)
          .text("permission", FileView::permission, FileView::permission)
          .build();

  /**
   * Empty unless the event is an alert. What it is about is in {@code pod}, {@code node}, ... too.
   */
  static final StructSchema<AlertView> ALERT =
      StructSchema.<AlertView>named("tocsin.Alert")
          .presentIf(AlertView::present)
          .text("name", AlertView::name)
          .text("namespace", AlertView::namespace)
          .text("policy", AlertView::policy)
          .text("policyNamespace", AlertView::policyNamespace)
          .text("title", AlertView::title)
          .text("message", AlertView::message)
          .text("severity", AlertView::severity)
          .number("riskScore", AlertView::riskScore)
          .texts("techniques", AlertView::techniques)
          .texts("tactics", AlertView::tactics)
          .text("state", AlertView::state)
          .number("count", AlertView::count)
          .labels("group", AlertView::group)
          .time("firstSeen", AlertView::firstSeenNanos)
          .message("pod", POD, alert -> alert.where().pod())
          .message("workload", WORKLOAD, alert -> alert.where().pod().workload())
          .text("node", alert -> alert.where().node().name())
          .build();

  /** Every struct type, nested ones too. */
  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.<StructSchema<?>>builder()
          .add(EVENT, WORKLOAD, OWNER, POD, CONTAINER, NODE, CONNECTION, FILE, ALERT)
          .addAll(ProcessSchema.TYPES)
          .build();

  /** A variable that stands for one object of the event. */
  record Variable<T>(StructSchema<T> schema, Function<EventContext, T> object) {
    StructView<T> view(EventContext context) {
      return schema.view(object.apply(context));
    }
  }

  static final ImmutableMap<String, Variable<?>> OBJECTS =
      ImmutableMap.<String, Variable<?>>builder()
          .put("event", new Variable<>(EVENT, EventContext::event))
          .put("process", new Variable<>(ProcessSchema.PROCESS, each -> each.event().process()))
          .put("parent", new Variable<>(ProcessSchema.PROCESS, each -> each.event().parent()))
          .put("pod", new Variable<>(POD, each -> each.where().pod()))
          .put("container", new Variable<>(CONTAINER, each -> each.where().container()))
          .put("node", new Variable<>(NODE, each -> each.where().node()))
          .put("connection", new Variable<>(CONNECTION, each -> each.event().connection()))
          .put("file", new Variable<>(FILE, each -> each.event().file()))
          .put("alert", new Variable<>(ALERT, each -> each.event().alert()))
          .buildOrThrow();

  /** The variables of every expression; {@link EventContext#resolve} has their values. */
  static final ImmutableMap<String, CelType> VARIABLES =
      ImmutableMap.<String, CelType>builder()
          .putAll(Maps.transformValues(OBJECTS, variable -> variable.schema().type()))
          .put("ancestors", ListType.create(ProcessSchema.PROCESS.type()))
          .put(ARGUMENTS, ListType.create(SimpleType.DYN))
          .buildOrThrow();
}
