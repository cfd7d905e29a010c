package io.samforge.host.board;

import io.samforge.arch.register.Access;
import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import java.util.concurrent.TimeUnit;

/**
 * Takes an accelerator through a reset by the bit for it in CONTROL: everything but the slave
 * starts anew. Device memory keeps its content.
 */
public final class SoftwareReset {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MINOR = 0xffff;

  /** Minor version of the register map from which on there is a reset bit. */
  private static final int SINCE = 1;

  private SoftwareReset() {}

  /**
   * Resets the accelerator of a board and forgets its program.
   *
   * @throws DeviceException when the hardware has no reset bit
   * @throws BoardFault when its memory does not answer what was asked before the reset
   */
  public static void of(Board board) {
    if ((board.readRegister(Register.VERSION.offset()) & MINOR) < SINCE) {
      throw new DeviceException(
          board.info() + ": this hardware has no reset bit; generate it anew, or reset it by hand");
    }
    board.writeRegister(Register.CONTROL.offset(), Register.CONTROL.field("RESET").place(1));
    long end = System.nanoTime() + LIMIT_NANOS;
    while (board.readRegister(Register.STATUS.offset()) != 0) {
      if (System.nanoTime() > end) {
        throw new BoardFault(
            BoardFault.Kind.TIMEOUT,
            board.info() + ": a reset waits for memory that has not answered within 5 s");
      }
      Thread.onSpinWait();
    }
    for (Register register : Register.values()) {
      if (register.access() == Access.RW) {
        board.writeRegister(register.offset(), 0);
      }
    }
  }
}
