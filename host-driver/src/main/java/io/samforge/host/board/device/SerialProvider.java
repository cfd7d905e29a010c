package io.samforge.host.board.device;

import com.fazecast.jSerialComm.SerialPort;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardProvider;
import io.samforge.host.board.BoardUrl;
import io.samforge.host.uart.UartDevice;
import java.util.Arrays;
import java.util.List;

/**
 * Small boards behind a serial port, such as the ULX3S: {@code serial:/dev/ttyUSB0} (docs/fpga.md,
 * section 3).
 */
public final class SerialProvider implements BoardProvider {
  private static final int BAUD = 1_000_000;
  private static final int LEAST_BAUD = 9600;
  private static final int MOST_BAUD = 12_000_000;
  private static final int SILENCE_MILLIS = 500;
  private static final int MOST_SILENCE_MILLIS = 60_000;

  @Override
  public String scheme() {
    return "serial";
  }

  @Override
  public String form() {
    return "serial:/dev/ttyUSB0[?config=FILE][&baud=N][&silence=MILLISECONDS]";
  }

  @Override
  public Board open(BoardUrl url) {
    url.require(form(), "config", "baud", "silence");
    int baud = (int) url.number("baud", BAUD, LEAST_BAUD, MOST_BAUD);
    int silence = (int) url.number("silence", SILENCE_MILLIS, 1, MOST_SILENCE_MILLIS);
    SerialPortLink link = new SerialPortLink(url.place(), baud, silence);
    try {
      UartDevice device = new UartDevice(link);
      AcceleratorConfig config = ConfigOfHardware.find(url, device::readRegister);
      long memory = Math.min(config.dramBytes(), device.memoryBytes());
      BoardInfo info = new BoardInfo(url.toString(), "serial port", config, memory);
      return new SerialBoard(info, device);
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** Only adapters on USB: the ports of the mainboard are always there, with nothing behind. */
  @Override
  public List<String> find() {
    return Arrays.stream(SerialPort.getCommPorts())
        .map(SerialPort::getSystemPortPath)
        .filter(path -> path.matches(".*tty(USB|ACM)\\d+"))
        .sorted()
        .map(path -> "serial:" + path)
        .toList();
  }
}
