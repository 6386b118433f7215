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

  public static Builder builder() {
    return NONE.toBuilder();
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  public boolean present() {
    return !id.isEmpty() || !name.isEmpty();
  }

  /**
   * Names the parts of a {@link Container} where it is made; what is not named is empty, or as it
   * was.
   */
  public static final class Builder {
    private String name;
    private String id;
    private String image;
    private String imageID;
    private long startTimeNanos;
    private boolean privileged;
    private boolean init;

    Builder(Container from) {
      name = from.name();
      id = from.id();
      image = from.image();
      imageID = from.imageID();
      startTimeNanos = from.startTimeNanos();
      privileged = from.privileged();
      init = from.init();
    }

    public Builder name(String name) {
      this.name = name;
      return this;
    }

    public Builder id(String id) {
      this.id = id;
      return this;
    }

    public Builder image(String image) {
      this.image = image;
      return this;
    }

    public Builder imageID(String imageID) {
      this.imageID = imageID;
      return this;
    }

    public Builder startTimeNanos(long startTimeNanos) {
      this.startTimeNanos = startTimeNanos;
      return this;
    }

    public Builder privileged(boolean privileged) {
      this.privileged = privileged;
      return this;
    }

    public Builder init(boolean init) {
      this.init = init;
      return this;
    }

    public Container build() {
      return new Container(name, id, image, imageID, startTimeNanos, privileged, init);
    }
  }
}
