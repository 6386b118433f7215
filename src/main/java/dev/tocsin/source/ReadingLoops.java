package dev.tocsin.source;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.util.ResourceLeakDetector;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * The threads that read from all agents of this process, as many as connections need up to the
 * number of processors. They wait for events as {@link ReadingPace} says.
 */
final class ReadingLoops {
  /**
   * What an agent may send before it is answered. Fixed: to look for a better one takes pings, and
   * there is no back pressure.
   */
  private static final int WINDOW = 4 << 20;

  private static final LongAdder MESSAGES = new LongAdder();
  private static final EventLoopGroup LOOPS =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(),
          new DefaultThreadFactory("agent reader", true),
          EpollIoHandler.newFactory(0, () -> new ReadingPace(MESSAGES::sum, System::nanoTime)));

  static {
    // Takes a stack trace for every 128th buffer, to find mistakes in Netty.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  private ReadingLoops() {}

  /** Has the channel read by these threads; where there is no epoll it stays as it is. */
  static void use(ManagedChannelBuilder<?> builder, TetragonAddress address) {
    if (builder instanceof NettyChannelBuilder netty && Epoll.isAvailable()) {
      netty.eventLoopGroup(LOOPS).flowControlWindow(WINDOW);
      if (address instanceof TetragonAddress.HostPort) {
        netty.channelType(EpollSocketChannel.class);
      }
    }
  }

  /** One more message was read. */
  static void message() {
    MESSAGES.increment();
  }
}
