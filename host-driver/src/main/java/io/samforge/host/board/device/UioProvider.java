package io.samforge.host.board.device;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardIdentity;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardProvider;
import io.samforge.host.board.BoardUrl;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Zynq: {@code uio:/dev/uio0?buffer=/dev/udmabuf0}. Registers and interrupt come from the UIO
 * device, memory is a contiguous buffer which the accelerator sees from address 0 on.
 */
public final class UioProvider implements BoardProvider {
  private static final int MOST_MHZ = 1000;

  @Override
  public String scheme() {
    return "uio";
  }

  @Override
  public String form() {
    return "uio:/dev/uio0?buffer=/dev/udmabuf0[&config=FILE][&reset=FILE][&clock=MHZ]"
        + "[&events=FILE][&rearm=FILE]";
  }

  @Override
  public Board open(BoardUrl url) {
    url.require(form(), "buffer", "config", "reset", "clock", "events", "rearm");
    String buffer =
        url.option("buffer")
            .orElseThrow(
                () -> new UserError("board URL '%s': allowed is %s".formatted(url, form())));
    Path uio = Path.of(url.place());
    List<Closeable> opened = new ArrayList<>();
    try {
      MappedDevice registers = new MappedDevice(uio, BoardIdentity.REGISTER_BYTES);
      opened.add(registers);
      AcceleratorConfig config = ConfigOfHardware.find(url, registers::word);
      MappedDevice memory = new MappedDevice(Path.of(buffer), config.dramBytes());
      opened.add(memory);
      InterruptLine events = new InterruptLine(url.option("events").map(Path::of).orElse(uio));
      opened.add(events);
      Path rearm = url.option("rearm").map(Path::of).orElse(uio);
      DeviceBoard board =
          new DeviceBoard(
              new BoardInfo(url.toString(), "UIO", config),
              new UioAccess(registers, memory),
              events,
              (int) url.number("clock", config.clockMHz(), 1, MOST_MHZ),
              url.option("reset").map(Path::of),
              Optional.of(FileChannel.open(rearm, StandardOpenOption.WRITE)));
      board.armInterrupt();
      return board;
    } catch (IOException e) {
      throw DeviceFiles.refused(url, e, opened);
    } catch (UserError e) {
      DeviceFiles.closeAll(opened);
      throw e;
    }
  }

  @Override
  public List<String> find() {
    List<Path> buffers = DeviceFiles.matching("udmabuf\\d+");
    return DeviceFiles.matching("uio\\d+").stream()
        .map(
            uio ->
                buffers.isEmpty()
                    ? "uio:" + uio
                    : "uio:%s?buffer=%s".formatted(uio, buffers.get(0)))
        .toList();
  }
}
