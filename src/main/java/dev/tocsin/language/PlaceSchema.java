package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;

/** Where an event belongs, under the names of the Kubernetes API. */
final class PlaceSchema {
  private PlaceSchema() {}

  static final StructSchema<Pod.Workload> WORKLOAD =
      StructSchema.<Pod.Workload>named("tocsin.Workload")
          .presentIf(workload -> !workload.name().isEmpty())
          .field(
              "kind",
              "Kind of the controller: a Deployment, not its ReplicaSet; Pod where there is none.",
              "{} == 'Deployment'")
          .text(Pod.Workload::kind)
          .field(
              "name", "Name of the controller, or of the pod where there is none.", "{} == 'web'")
          .text(Pod.Workload::name)
          .build();

  private static final StructSchema<Pod.Owner> OWNER =
      StructSchema.<Pod.Owner>named("tocsin.OwnerReference")
          .field("apiVersion", "Group and version of the owner.", "{} == 'apps/v1'")
          .text(Pod.Owner::apiVersion)
          .field("kind", "Kind of the owner.", "{} == 'ReplicaSet'")
          .text(Pod.Owner::kind)
          .field("name", "Name of the owner.", "{} == 'web-5f7c9d'")
          .text(Pod.Owner::name)
          .field("uid", "Unique id of the owner.", "{} != ''")
          .text(Pod.Owner::uid)
          .field("controller", "Whether the owner controls the pod.", "{}")
          .flag(Pod.Owner::controller)
          .build();

  static final StructSchema<Pod> POD =
      StructSchema.<Pod>named("tocsin.Pod")
          .presentIf(Pod::present)
          .field(
              "namespace", "Namespace of the pod; empty for a process of the host.", "{} == 'shop'")
          .text(Pod::namespace)
          .field("name", "Name of the pod.", "{}.startsWith('web-')")
          .text(Pod::name)
          .field("uid", "Unique id of the pod.", "{} != ''")
          .text(Pod::uid)
          .field("labels", "Labels of the pod.", "'app' in {} && {}['app'] == 'web'")
          .labels(Pod::labels)
          .field("annotations", "Annotations of the pod.", "'example.com/team' in {}")
          .labels(Pod::annotations)
          .field("serviceAccount", "Service account of the pod.", "{} == 'default'")
          .text(Pod::serviceAccount)
          .field(
              "identity",
              "NAMESPACE/SERVICEACCOUNT of the pod as the API server has it: what to exclude by;"
                  + " empty for static pods.",
              "{} in ['kube-system/cilium', 'monitoring/node-agent']")
          .text(Pod::identity)
          .field("workload", "Controller that people know the pod by.", "has({}.name)")
          .message(WORKLOAD, Pod::workload)
          .field("hostNetwork", "Whether the pod shares the network of the node.", "{}")
          .flag(Pod::hostNetwork)
          .field("hostPID", "Whether the pod sees the processes of the node.", "{}")
          .flag(Pod::hostPID)
          .field("node", "Node that the pod runs on.", "{} == 'worker-1'")
          .text(Pod::node)
          .field("ownerReferences", "Owners of the pod, as they stand in it.", "size({}) == 0")
          .messages(OWNER, Pod::owners)
          .field(
              "namespaceLabels",
              "Labels of the pod's namespace.",
              "'team' in {} && {}['team'] == 'store'")
          .labels(Pod::namespaceLabels)
          .build();

  static final StructSchema<Container> CONTAINER =
      StructSchema.<Container>named("tocsin.Container")
          .presentIf(Container::present)
          .field("name", "Name of the container in its pod.", "{} == 'app'")
          .text(Container::name)
          .field(
              "id",
              "Id of the container without the runtime's prefix; empty for a process of the host.",
              "{} == ''")
          .text(Container::id)
          .field(
              "image", "Image as the pod asks for it.", "{}.startsWith('docker.io/library/nginx:')")
          .text(Container::image)
          .field("imageID", "Image as it runs, with its digest.", "{}.contains('@sha256:')")
          .text(Container::imageID)
          .field("startTime", "When the container started.", "event.time - {} > duration('10m')")
          .time(Container::startTimeNanos)
          .field("privileged", "Whether the container is privileged.", "{}")
          .flag(Container::privileged)
          .field("init", "Whether it is an init container.", "{}")
          .flag(Container::init)
          .build();

  static final StructSchema<Node> NODE =
      StructSchema.<Node>named("tocsin.Node")
          .presentIf(node -> !node.name().isEmpty())
          .field("name", "Name of the node.", "{} == 'worker-1'")
          .text(Node::name)
          .field("labels", "Labels of the node.", "'node-role.kubernetes.io/control-plane' in {}")
          .labels(Node::labels)
          .build();

  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.of(WORKLOAD, OWNER, POD, CONTAINER, NODE);
}
