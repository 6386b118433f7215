package dev.tocsin.transport.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that can become full, read-only or very slow. */
public final class FaultyDisk implements ChannelOpener {
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean readOnly;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** So many bytes can still be written. */
  void leave(long bytes) {
    room.set(bytes);
  }

  public void refuseToWrite(boolean refuse) {
    readOnly = refuse;
  }

  /** Writes wait from now on. */
  void block() {
    gate = new CountDownLatch(1);
  }

  void unblock() {
    gate.countDown();
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    if (readOnly && List.of(options).contains(StandardOpenOption.WRITE)) {
      throw new AccessDeniedException(file.toString());
    }
    return new Channel(FileChannel.open(file, options));
  }

  private final class Channel extends FileChannel {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    /** Writes what there is room for, as a real disk does before it is full. */
    private ByteBuffer admitted(ByteBuffer from) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      long left = room.get();
      if (left <= 0) {
        throw new IOException("No space left on device");
      }
      int length = (int) Math.min(left, from.remaining());
      if (left != Long.MAX_VALUE) {
        room.addAndGet(-length);
      }
      ByteBuffer slice = from.slice(from.position(), length);
      from.position(from.position() + length);
      return slice;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return file.write(admitted(from));
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      return file.write(admitted(from), position);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return file.read(to);
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return file.read(to, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
