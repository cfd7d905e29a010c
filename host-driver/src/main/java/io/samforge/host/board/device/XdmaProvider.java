package io.samforge.host.board.device;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardProvider;
import io.samforge.host.board.BoardUrl;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PCIe cards with the XDMA core and driver: {@code xdma:/dev/xdma0} stands for the character
 * devices {@code /dev/xdma0_h2c_0}, {@code _c2h_0}, {@code _user} and {@code _events_0}.
 */
public final class XdmaProvider implements BoardProvider {
  private static final int MOST_MHZ = 1000;

  @Override
  public String scheme() {
    return "xdma";
  }

  @Override
  public String form() {
    return "xdma:/dev/xdma0[?config=FILE][&reset=FILE][&clock=MHZ]";
  }

  @Override
  public Board open(BoardUrl url) {
    url.require(form(), "config", "reset", "clock");
    Path base = Path.of(url.place());
    List<Closeable> opened = new ArrayList<>();
    try {
      XdmaAccess access = new XdmaAccess(base);
      opened.add(access);
      InterruptLine events = new InterruptLine(Path.of(base + "_events_0"));
      opened.add(events);
      AcceleratorConfig config = ConfigOfHardware.find(url, access::readRegister);
      return new DeviceBoard(
          new BoardInfo(url.toString(), "XDMA", config),
          access,
          events,
          (int) url.number("clock", config.clockMHz(), 1, MOST_MHZ),
          url.option("reset").map(Path::of),
          Optional.empty());
    } catch (IOException e) {
      throw DeviceFiles.refused(url, e, opened);
    } catch (UserError e) {
      DeviceFiles.closeAll(opened);
      throw e;
    }
  }

  @Override
  public List<String> find() {
    return DeviceFiles.matching("xdma\\d+_user").stream()
        .map(file -> "xdma:" + file.toString().replaceAll("_user$", ""))
        .toList();
  }
}
