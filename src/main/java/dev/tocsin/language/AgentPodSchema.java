package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.tocsin.event.PodView;

/** What the agent knew of the pod; the live pod is the variable {@code pod}. */
final class AgentPodSchema {
  private AgentPodSchema() {}

  private static final StructSchema<PodView> AGENT_IMAGE =
      StructSchema.<PodView>named("tocsin.AgentImage")
          .field("id", "Id of the image.", "{}.contains('@sha256:')")
          .text(PodView::imageId)
          .field("name", "Name of the image.", "{}.startsWith('docker.io/library/nginx:')")
          .text(PodView::image)
          .build();

  private static final StructSchema<PodView> SECURITY_CONTEXT =
      StructSchema.<PodView>named("tocsin.SecurityContext")
          .field("privileged", "Whether the container is privileged.", "{}")
          .flag(PodView::privileged)
          .build();

  private static final StructSchema<PodView> AGENT_CONTAINER =
      StructSchema.<PodView>named("tocsin.AgentContainer")
          .presentIf(pod -> !pod.containerId().isEmpty())
          .field("id", "Id with the runtime's prefix.", "{}.startsWith('containerd://')")
          .text(PodView::containerId)
          .field("name", "Name of the container in its pod.", "{} == 'app'")
          .text(PodView::containerName)
          .field("image", "Image of the container.", "has({}.name)")
          .message(AGENT_IMAGE, pod -> pod)
          .field("start_time", "When the container started.", "event.time - {} > duration('10m')")
          .time(PodView::containerStartTimeNanos)
          .field(
              "maybe_exec_probe",
              "Whether the process looks like a liveness or readiness probe of the pod.",
              "!{}")
          .flag(PodView::maybeExecProbe)
          .field("security_context", "Security context of the container.", "{}.privileged")
          .message(SECURITY_CONTEXT, pod -> pod)
          .build();

  static final StructSchema<PodView> AGENT_POD =
      StructSchema.<PodView>named("tocsin.AgentPod")
          .presentIf(PodView::present)
          .field("namespace", "Namespace of the pod.", "{} == 'shop'")
          .text(PodView::namespace)
          .field("name", "Name of the pod.", "{}.startsWith('web-')")
          .text(PodView::name)
          .field("uid", "Unique id of the pod, since Tetragon 1.6.", "{} != ''")
          .text(PodView::uid)
          .field("container", "Container of the process.", "{}.name == 'app'")
          .message(AGENT_CONTAINER, pod -> pod)
          .field("pod_labels", "Labels of the pod.", "'app' in {} && {}['app'] == 'web'")
          .labels(PodView::labels)
          .field(
              "pod_annotations",
              "Annotations of the pod, where the agent sends them.",
              "'example.com/team' in {}")
          .labels(PodView::annotations)
          .field("workload", "Name of the pod's controller.", "{} == 'web'")
          .text(PodView::workload)
          .field("workload_kind", "Kind of the pod's controller.", "{} == 'Deployment'")
          .text(PodView::workloadKind)
          .build();

  static final ImmutableList<StructSchema<?>> TYPES =
      ImmutableList.of(AGENT_IMAGE, SECURITY_CONTEXT, AGENT_CONTAINER, AGENT_POD);
}
