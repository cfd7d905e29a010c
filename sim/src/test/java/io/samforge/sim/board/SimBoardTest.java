package io.samforge.sim.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.testing.BoardContract;
import java.nio.file.Path;

/** The board in this process. */
class SimBoardTest extends BoardContract {
  static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));

  @Override
  protected Board open() {
    return SimBoard.open("sim:tiny", TINY);
  }

  @Override
  protected AcceleratorConfig config() {
    return TINY;
  }
}
