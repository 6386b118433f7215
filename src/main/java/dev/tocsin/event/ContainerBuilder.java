package dev.tocsin.event;

/**
 * Names the parts of a {@link Container} where it is made; what is not named is empty, or as it
 * was.
 */
public final class ContainerBuilder {
  private String name;
  private String id;
  private String image;
  private String imageID;
  private long startTimeNanos;
  private boolean privileged;
  private boolean init;

  ContainerBuilder(Container from) {
    name = from.name();
    id = from.id();
    image = from.image();
    imageID = from.imageID();
    startTimeNanos = from.startTimeNanos();
    privileged = from.privileged();
    init = from.init();
  }

  public ContainerBuilder name(String name) {
    this.name = name;
    return this;
  }

  public ContainerBuilder id(String id) {
    this.id = id;
    return this;
  }

  public ContainerBuilder image(String image) {
    this.image = image;
    return this;
  }

  public ContainerBuilder imageID(String imageID) {
    this.imageID = imageID;
    return this;
  }

  public ContainerBuilder startTimeNanos(long startTimeNanos) {
    this.startTimeNanos = startTimeNanos;
    return this;
  }

  public ContainerBuilder privileged(boolean privileged) {
    this.privileged = privileged;
    return this;
  }

  public ContainerBuilder init(boolean init) {
    this.init = init;
    return this;
  }

  public Container build() {
    return new Container(name, id, image, imageID, startTimeNanos, privileged, init);
  }
}
