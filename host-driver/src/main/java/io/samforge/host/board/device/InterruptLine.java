package io.samforge.host.board.device;

import io.samforge.host.DeviceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Turns a device file that delivers four bytes for every interrupt into a line that is up until it
 * is cleared. A thread of its own sits in the blocking read, so that a wait can have a deadline.
 */
final class InterruptLine implements Closeable {
  private static final int EVENT_BYTES = 4;

  private final Path path;
  private final FileChannel events;
  private boolean raised;
  private boolean closed;
  private String failure;

  InterruptLine(Path path) throws IOException {
    this.path = path;
    this.events = FileChannel.open(path, StandardOpenOption.READ);
    Thread reader = new Thread(this::listen, "interrupts of " + path);
    reader.setDaemon(true);
    reader.start();
  }

  private void listen() {
    ByteBuffer event = ByteBuffer.allocateDirect(EVENT_BYTES);
    try {
      while (events.read(event.clear()) >= 0) {
        synchronized (this) {
          raised = true;
          notifyAll();
        }
      }
      fail("it has ended");
    } catch (ClosedChannelException e) {
      fail("it is closed");
    } catch (IOException e) {
      fail(e.getMessage());
    }
  }

  private synchronized void fail(String reason) {
    failure = reason;
    notifyAll();
  }

  /** Takes the line down: events so far do not count any more. */
  synchronized void clear() {
    raised = false;
  }

  /**
   * Waits until the line is up.
   *
   * @return whether it is
   */
  synchronized boolean await(long nanos) {
    long end = System.nanoTime() + nanos;
    while (!raised) {
      if (failure != null) {
        throw new DeviceException(path + ": no more interrupts: " + failure);
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DeviceException(path + ": interrupted while waiting");
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    events.close();
  }
}
