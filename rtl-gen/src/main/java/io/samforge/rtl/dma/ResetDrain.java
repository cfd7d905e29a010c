package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Takes the accelerator through a reset by software without breaking a promise on the bus: it
 * stands between its handshakes and those of the AXI4 master.
 *
 * <p>From a request on no burst begins; one that was offered stays offered, one whose data have
 * begun is completed. When the memory owes no beat and no response, {@link #reset} is 1 for {@value
 * #RESET_CYCLES} cycles. A memory that never answers keeps the reset waiting, and {@link #waiting}
 * 1. Adds no cycle to any transfer. Reset: no request. Covered by {@code SoftwareResetTest}.
 */
public final class ResetDrain extends Module {
  private static final int RESET_CYCLES = 16;
  private static final int COUNT_BITS = 9;

  /** Asks for a reset. */
  public final Bit request;

  /** 1 from a request to the end of the reset. */
  public final Bit waiting;

  /** Resets the accelerator. */
  public final Bit reset;

  /** The address channel of reads. */
  public final Handshake readAddress;

  /** The address channel of writes. */
  public final Handshake writeAddress;

  /** The data channel of writes. */
  public final Handshake writeData;

  /** A last beat is read; the accelerator takes every beat at once. */
  public final Bit readEnds;

  /** The offered beat of a write is the last one of its burst. */
  public final Bit writeLast;

  /** A write is answered; the accelerator takes every answer at once. */
  public final Bit writeEnds;

  /**
   * The handshake of one channel on both sides.
   *
   * @param innerValid offered by the accelerator
   * @param innerReady told to it
   * @param valid offered to the memory
   * @param ready told by it
   */
  public record Handshake(Bit innerValid, Bit innerReady, Bit valid, Bit ready) {}

  /** Creates the drain. */
  public ResetDrain() {
    request = inputBit("request");
    waiting = outputBit("waiting");
    reset = outputBit("reset_core");
    readAddress = handshake("ar");
    writeAddress = handshake("aw");
    writeData = handshake("w");
    readEnds = inputBit("read_ends");
    writeLast = inputBit("write_last");
    writeEnds = inputBit("write_ends");

    Bit stopped = regBit("stopped", false);
    Unsigned left = regUnsigned("reset_cycles_left", 5, 0);
    Bit readOffered = offered("read_offered", readAddress, readAddress.ready(), stopped);
    Bit writeOffered = offered("write_offered", writeAddress, writeAddress.ready(), stopped);
    Bit lastTaken = writeData.ready().and(writeLast);
    Bit writing = offered("writing", writeData, lastTaken, stopped);
    Bit readsOwed = owed("reads_owed", readAddress, readEnds);
    Bit writesOwed = owed("writes_owed", writeAddress, writeEnds);
    Bit open = readOffered.or(writeOffered).or(writing).or(readsOwed).or(writesOwed);
    Bit resetting = left.ne(0);
    Bit begins = stopped.and(resetting.not()).and(open.not());
    when(request, () -> stopped.set(bit(true))).elseWhen(left.eq(1), () -> stopped.set(bit(false)));
    when(begins, () -> left.set(unsigned(RESET_CYCLES, 5)))
        .elseWhen(resetting, () -> left.set(left.minus(1)));
    waiting.set(stopped);
    reset.set(resetting);
  }

  private Handshake handshake(String channel) {
    return new Handshake(
        inputBit("inner_" + channel + "valid"),
        outputBit("inner_" + channel + "ready"),
        outputBit(channel + "valid"),
        inputBit(channel + "ready"));
  }

  /** Lets a channel through, and returns whether it has offered what is not over yet. */
  private Bit offered(String name, Handshake channel, Bit over, Bit stopped) {
    Bit offered = regBit(name, false);
    Bit through = stopped.not().or(offered);
    Bit valid = channel.innerValid().and(through);
    channel.valid().set(valid);
    channel.innerReady().set(channel.ready().and(through));
    when(valid, () -> offered.set(over.not()));
    return offered;
  }

  /** Counts bursts whose address was taken and returns whether some have not ended. */
  private Bit owed(String name, Handshake address, Bit ends) {
    Unsigned count = regUnsigned(name, COUNT_BITS, 0);
    Bit taken = address.valid().and(address.ready());
    count.set(count.plus(taken.unsigned(COUNT_BITS)).minus(ends.unsigned(COUNT_BITS)));
    return count.ne(0);
  }
}
