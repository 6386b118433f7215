package dev.tocsin.alert;

/** A receiver that is offered nothing by a process that may not write any more. */
public final class FencedReceiver implements AlertReceiver {
  private final AlertReceiver receiver;
  private final FencedStore.Fence fence;

  public FencedReceiver(AlertReceiver receiver, FencedStore.Fence fence) {
    this.receiver = receiver;
    this.fence = fence;
  }

  @Override
  public String name() {
    return receiver.name();
  }

  @Override
  public Outcome deliver(Announcement announcement) {
    return fence.mayWrite() ? receiver.deliver(announcement) : FencedStore.NOT_THE_LEADER;
  }

  @Override
  public Outcome reopened(AlertRef alert) {
    return fence.mayWrite() ? receiver.reopened(alert) : FencedStore.NOT_THE_LEADER;
  }

  @Override
  public void close() {
    receiver.close();
  }
}
