package io.samforge.sim.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.testing.BoardContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The UIO transport on files that stand for registers, buffer and interrupt. */
class UioBoardTest extends BoardContract {
  @TempDir private Path folder;
  private StandIn standIn;

  @Override
  protected Board open() throws Exception {
    standIn = new StandIn(folder, config(), true);
    return Boards.open(
        "uio:%s_user?buffer=%s_h2c_0&events=%s&rearm=%s&reset=%s&clock=1&config=../configs/tiny.json"
            .formatted(
                standIn.base(),
                standIn.base(),
                standIn.eventFile(),
                standIn.rearm(),
                standIn.reset()));
  }

  @Override
  protected AcceleratorConfig config() {
    return SimBoardTest.TINY;
  }

  @AfterEach
  void stop() throws Exception {
    standIn.close();
  }
}
