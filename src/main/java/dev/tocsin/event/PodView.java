package dev.tocsin.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view over one {@code tetragon.Pod}: the agent's own knowledge, used where the live {@link Pod}
 * is missing.
 */
public final class PodView extends SubView {
  private static final int NAMESPACE = 0;
  private static final int NAME = 1;
  private static final int UID = 2;
  private static final int CONTAINER = 3;
  private static final int LABELS = 4;
  private static final int WORKLOAD = 5;
  private static final int WORKLOAD_KIND = 6;
  private static final int ANNOTATIONS = 7;
  private static final Layout LAYOUT =
      new Layout()
          .content(NAMESPACE, 1)
          .content(NAME, 2)
          .content(UID, 3)
          .content(CONTAINER, 4)
          .repeated(LABELS, 5)
          .content(WORKLOAD, 6)
          .content(WORKLOAD_KIND, 7)
          .repeated(ANNOTATIONS, 8);

  private static final int CONTAINER_ID = 0;
  private static final int CONTAINER_NAME = 1;
  private static final int IMAGE = 2;
  private static final int START_TIME = 3;
  private static final int MAYBE_EXEC_PROBE = 4;
  private static final int SECURITY_CONTEXT = 5;
  private static final Layout CONTAINER_LAYOUT =
      new Layout()
          .content(CONTAINER_ID, 1)
          .content(CONTAINER_NAME, 2)
          .content(IMAGE, 3)
          .content(START_TIME, 4)
          .number(MAYBE_EXEC_PROBE, 13)
          .content(SECURITY_CONTEXT, 14);

  private static final int IMAGE_ID = 0;
  private static final int IMAGE_NAME = 1;
  private static final Layout IMAGE_LAYOUT =
      new Layout().content(IMAGE_ID, 1).content(IMAGE_NAME, 2);

  /** In {@code SecurityContext}. */
  private static final int PRIVILEGED = 1;

  private final Fields container = new Fields(CONTAINER_LAYOUT);
  private final Fields image = new Fields(IMAGE_LAYOUT);
  private boolean containerFound;
  private @Nullable Map<String, String> labels;
  private @Nullable Map<String, String> annotations;

  PodView() {
    super(LAYOUT);
  }

  @Override
  void refresh() {
    containerFound = false;
    labels = null;
    annotations = null;
  }

  private Fields container() {
    if (!containerFound) {
      fields.wrapChild(CONTAINER, container);
      container.wrapChild(IMAGE, image);
      containerFound = true;
    }
    return container;
  }

  public String namespace() {
    return fields.text(NAMESPACE);
  }

  public String name() {
    return fields.text(NAME);
  }

  /** Since Tetragon 1.6; {@code ""} before. */
  public String uid() {
    return fields.text(UID);
  }

  /** Sorted by key. */
  public Map<String, String> labels() {
    if (labels == null) {
      labels = fields.map(LABELS);
    }
    return labels;
  }

  /** Sorted by key; empty unless the agent is configured to send them. */
  public Map<String, String> annotations() {
    if (annotations == null) {
      annotations = fields.map(ANNOTATIONS);
    }
    return annotations;
  }

  public String workload() {
    return fields.text(WORKLOAD);
  }

  public String workloadKind() {
    return fields.text(WORKLOAD_KIND);
  }

  /** Without its runtime prefix: 64 hex digits. */
  public String containerId() {
    String id = container().text(CONTAINER_ID);
    int prefix = id.indexOf("://");
    return prefix < 0 ? id : id.substring(prefix + 3);
  }

  public String containerName() {
    return container().text(CONTAINER_NAME);
  }

  public String image() {
    container();
    return image.text(IMAGE_NAME);
  }

  public String imageId() {
    container();
    return image.text(IMAGE_ID);
  }

  /** Unix time in nanoseconds, 0 when absent. */
  public long containerStartTimeNanos() {
    return container().timeNanos(START_TIME);
  }

  /** Whether the command is exactly that of an exec probe in the pod's spec. */
  public boolean maybeExecProbe() {
    return container().flag(MAYBE_EXEC_PROBE);
  }

  /** Since Tetragon 1.5; false before. */
  public boolean privileged() {
    return container().numberIn(SECURITY_CONTEXT, PRIVILEGED) != 0;
  }
}
