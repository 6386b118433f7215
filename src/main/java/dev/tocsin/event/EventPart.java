package dev.tocsin.event;

/**
 * What only events of some kinds have; which do, {@link EventKind#carries} and {@link
 * EventKind#canHave} know by the layout of the messages. Every event has a kind, a time, a node and
 * a cluster.
 */
public enum EventPart {
  PROCESS("process", InnerLayout.PROCESS),
  PARENT("parent", InnerLayout.PARENT),
  ANCESTORS("ancestors", InnerLayout.ANCESTORS),
  /** Where the process runs, or what an alert is about. */
  POD("pod", InnerLayout.PROCESS),
  CONTAINER("container", InnerLayout.PROCESS),
  CONNECTION("connection", InnerLayout.ARGUMENTS, InnerLayout.DESTINATION_IP),
  FILE("file", InnerLayout.ARGUMENTS),
  ARGUMENTS("args", InnerLayout.ARGUMENTS),
  ALERT("alert"),
  FUNCTION("event.function", InnerLayout.FUNCTION, InnerLayout.DETAIL),
  TRACING_POLICY("event.tracingPolicy", InnerLayout.POLICY),
  ACTION("event.action", InnerLayout.ACTION),
  MESSAGE("event.message", InnerLayout.MESSAGE),
  TAGS("event.tags", InnerLayout.TAGS),
  RETURN_VALUE("event.returnValue", InnerLayout.RETURN),
  RETURN_ACTION("event.returnAction", InnerLayout.RETURN_ACTION),
  PATH("event.path", InnerLayout.PATH),
  BUILD_ID("event.buildId", InnerLayout.BUILD_ID),
  IMA_HASH("event.imaHash", InnerLayout.IMA_HASH),
  SIGNAL("event.signal", InnerLayout.SIGNAL),
  STATUS("event.status", InnerLayout.STATUS),
  THROTTLE("event.throttle", InnerLayout.THROTTLE),
  CGROUP("event.cgroup", InnerLayout.CGROUP);

  private final String path;
  private final int[] slots;

  EventPart(String path, int... slots) {
    this.path = path;
    this.slots = slots;
  }

  /** What expressions call it: {@code process}, {@code event.returnValue}. */
  public String path() {
    return path;
  }

  /** Whether messages of the layout have it. */
  boolean isIn(Layout layout) {
    for (int slot : slots) {
      if (layout.has(slot)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an alert has it, which has no message. */
  boolean isOfAlerts() {
    return this == ALERT || this == POD || this == CONTAINER;
  }
}
