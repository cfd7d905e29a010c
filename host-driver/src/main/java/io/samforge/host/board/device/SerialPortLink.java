package io.samforge.host.board.device;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.samforge.arch.UserError;
import io.samforge.host.DeviceException;
import io.samforge.host.uart.SerialLink;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A serial port of the operating system: eight data bits, one stop bit, no parity, no flow control.
 */
final class SerialPortLink implements SerialLink {
  /** Longer than the bridge remembers a broken frame, and than an adapter keeps bytes back. */
  private static final long FORGET_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private static final int SLICE_MILLIS = 20;
  private static final int DATA_BITS = 8;

  private final SerialPort port;
  private final int silenceMillis;

  /**
   * Opens a port.
   *
   * @param name its device file
   * @param baud bits a second
   * @param silenceMillis silence that ends a reception; adapters on USB hold bytes back for 16 ms
   * @throws UserError when there is no such port, or it is in use
   */
  SerialPortLink(String name, int baud, int silenceMillis) {
    this.silenceMillis = silenceMillis;
    try {
      port = SerialPort.getCommPort(name);
    } catch (SerialPortInvalidPortException e) {
      throw new UserError("serial:%s: there is no such serial port".formatted(name), e);
    }
    port.setComPortParameters(baud, DATA_BITS, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
    if (!port.openPort()) {
      throw new UserError(
          "serial:%s: the serial port cannot be opened (error %d); is it in use, and may you?"
              .formatted(name, port.getLastErrorCode()));
    }
  }

  @Override
  public void send(byte[] bytes) {
    int sent = 0;
    while (sent < bytes.length) {
      int count = port.writeBytes(bytes, bytes.length - sent, sent);
      if (count <= 0) {
        throw lost();
      }
      sent += count;
    }
  }

  @Override
  public byte[] receive(int count) {
    byte[] bytes = new byte[count];
    int received = 0;
    long heard = System.nanoTime();
    while (received < count) {
      int more = port.readBytes(bytes, count - received, received);
      if (more < 0) {
        throw lost();
      }
      if (more > 0) {
        received += more;
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > TimeUnit.MILLISECONDS.toNanos(silenceMillis)) {
        return Arrays.copyOf(bytes, received);
      }
    }
    return bytes;
  }

  @Override
  public void drain() {
    byte[] waste = new byte[1 << 10];
    long quiet = System.nanoTime();
    while (System.nanoTime() - quiet < FORGET_NANOS) {
      int count = port.readBytes(waste, waste.length);
      if (count < 0) {
        throw lost();
      }
      if (count > 0) {
        quiet = System.nanoTime();
      }
    }
  }

  private DeviceException lost() {
    return new DeviceException(
        "serial:%s: the port is gone (error %d)"
            .formatted(port.getSystemPortPath(), port.getLastErrorCode()));
  }

  @Override
  public void close() {
    port.closePort();
  }
}
