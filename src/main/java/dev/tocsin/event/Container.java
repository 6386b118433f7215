package dev.tocsin.event;

/**
 * A live container. {@code id} is without the runtime prefix.
 *
 * @param startTimeNanos Unix time in nanoseconds, 0 when unknown
 */
public record Container(
    String name,
    String id,
    String image,
    String imageID,
    long startTimeNanos,
    boolean privileged,
    boolean init) {
  public static final Container NONE = new Container("", "", "", "", 0, false, false);

  public static ContainerBuilder builder() {
    return NONE.toBuilder();
  }

  public ContainerBuilder toBuilder() {
    return new ContainerBuilder(this);
  }

  public boolean present() {
    return !id.isEmpty() || !name.isEmpty();
  }
}
