package io.samforge.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.testing.BoardContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The XDMA transport on files that stand for the driver's. */
class XdmaBoardTest extends BoardContract {
  @TempDir private Path folder;
  private StandIn standIn;

  @Override
  protected Board open() throws Exception {
    standIn = new StandIn(folder, config(), false);
    return Boards.open(
        "xdma:%s?config=../configs/tiny.json&clock=1&reset=%s"
            .formatted(standIn.base(), standIn.reset()));
  }

  @Override
  protected AcceleratorConfig config() {
    return SimBoardTest.TINY;
  }

  @Test
  void theHashFindsTheConfiguration() {
    String before = System.getProperty("samforge.root");
    try {
      System.setProperty("samforge.root", "..");
      try (Board found = Boards.open("xdma:" + standIn.base())) {
        assertThat(found.info().config()).isEqualTo(config());
        found.writeRegister(Register.PROGRAM_COUNT.offset(), 3);
        // Without a file for it the reset is a bit of a register.
        found.reset();
        assertThat(found.readRegister(Register.STATUS.offset())).isZero();
        assertThat(found.readRegister(Register.PROGRAM_COUNT.offset())).isZero();
      }
      System.setProperty("samforge.root", folder.toString());
      assertThatThrownBy(() -> Boards.open("xdma:" + standIn.base()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("has the hash of this hardware; name its file with ?config=");
    } finally {
      if (before == null) {
        System.clearProperty("samforge.root");
      } else {
        System.setProperty("samforge.root", before);
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    standIn.close();
  }
}
