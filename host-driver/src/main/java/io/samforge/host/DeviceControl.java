package io.samforge.host;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.register.ErrorCode;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterLog;
import io.samforge.arch.register.RegisterMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Starts programs that stand in the memory of a device, and reads status and counters. */
public final class DeviceControl {
  private static final int START = Register.CONTROL.field("START").place(1);

  private static final int CLEAR = Register.CONTROL.field("CLEAR_INTERRUPT").place(1);
  private static final int HASH_WORDS = 8;
  private static final int MINOR = 0xffff;

  /** Minor version of the register map from which on codes are counted. */
  private static final int COUNTS_SINCE = 1;

  private static final int MOST_LAYERS = 0xffff;

  private final Device device;

  /** Held by the thread whose program runs. Fair: whoever waits for it gets it. */
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Its phase counts the programs that have been started, or could not be. */
  private final Phaser starts = new Phaser(1);

  /**
   * Takes control of a device.
   *
   * @throws UserError if the hardware was generated from another configuration
   */
  public DeviceControl(AcceleratorConfig config, Device device) {
    this.device = device;
    int[] hash = device.readRegisters(Register.CONFIG_HASH0.offset(), HASH_WORDS);
    for (int i = 0; i < HASH_WORDS; i++) {
      int found = hash[i];
      if (found != config.hashWord(i)) {
        throw new UserError(
            String.format(
                "hardware word %d of the config hash is %08x, configuration %s needs %08x;"
                    + " generate the Verilog again with 'make rtl CONFIG=...'",
                i, found, config.name(), config.hashWord(i)));
      }
    }
  }

  /** Returns the device. */
  public Device device() {
    return device;
  }

  /**
   * Starts a program and returns at once; its end raises the interrupt.
   *
   * <p>A busy accelerator ignores a start, and a start may get lost on its way. Neither goes
   * unseen: then the end of another program is not taken for the end of this one.
   *
   * @param descriptorAddress byte address of the first descriptor
   * @param layers descriptors from there on
   * @throws BoardFault when a program runs
   */
  public void start(long descriptorAddress, int layers) {
    if (Register.STATUS.field("BUSY").extract(device.readRegister(Register.STATUS.offset())) == 1) {
      throw new BoardFault(BoardFault.Kind.STATUS, "the accelerator is busy with another program");
    }
    // The interrupt of the last program must not pass for this one's, should the start get lost.
    device.writeRegister(Register.CONTROL.offset(), CLEAR);
    device.writeRegister(Register.IRQ_ENABLE.offset(), 1);
    device.writeRegister(Register.PROGRAM_ADDR.offset(), (int) descriptorAddress);
    device.writeRegister(Register.PROGRAM_COUNT.offset(), layers);
    device.writeRegister(Register.CONTROL.offset(), START);
  }

  /**
   * Starts a program and waits for its end. One program at a time: other threads wait.
   *
   * @param cycleBudget the cycles after which a program that has not ended is an error
   * @param progress told now and then how many cycles have passed
   * @throws DeviceException if the program reports an error or the budget is used up
   */
  public RunCounters run(
      long descriptorAddress, int layers, long cycleBudget, LongConsumer progress) {
    return run(descriptorAddress, layers, cycleBudget, () -> {}, null, progress);
  }

  /**
   * Starts a program, does something else, and waits for the program's end.
   *
   * <p>If another thread waits with its program, this returns when that has been started: what the
   * caller does with its results would else keep the other from a processor, and the accelerator
   * idle.
   *
   * @param meanwhile what the host does beside the accelerator; short against the program
   * @param ends hears of the codes that its layers have delivered, see {@link #codeEnds}; null when
   *     nobody asks
   * @throws DeviceException as for {@link #run(long, int, long, LongConsumer)}
   */
  public RunCounters run(
      long descriptorAddress,
      int layers,
      long cycleBudget,
      Runnable meanwhile,
      Consumer<List<CodeEnds>> ends,
      LongConsumer progress) {
    turn.lock();
    int mine = 0;
    try {
      try {
        start(descriptorAddress, layers);
      } finally {
        mine = starts.arrive() + 1;
      }
      meanwhile.run();
      return finished(layers, cycleBudget, ends, progress);
    } finally {
      boolean others = hasWaitingProgram();
      turn.unlock();
      if (others) {
        starts.awaitAdvance(mine);
      }
    }
  }

  /** Returns whether a thread waits until it can start its program. */
  boolean hasWaitingProgram() {
    return turn.hasQueuedThreads();
  }

  private RunCounters finished(
      int layers, long cycleBudget, Consumer<List<CodeEnds>> ends, LongConsumer progress) {
    device.awaitInterrupt(cycleBudget, progress);
    checkFinished(device.readRegister(Register.STATUS.offset()), layers);
    if (ends != null) {
      ends.accept(codeEnds(layers));
    }
    return counters(layers);
  }

  /** An interrupt alone proves nothing: it may be an old one, or noise. */
  private static void checkFinished(int status, int layers) {
    int code = Register.STATUS.field("ERROR_CODE").extract(status);
    boolean failed = Register.STATUS.field("ERROR").extract(status) == 1;
    if (failed && code >= 1 && code <= ErrorCode.values().length) {
      throw new BoardFault(
          BoardFault.Kind.STATUS,
          "the program stopped with error " + code + ": " + ErrorCode.of(code).description());
    }
    int expected =
        Register.STATUS.field("DONE").place(1)
            | Register.STATUS.field("LAYERS_FINISHED").place(layers & MOST_LAYERS);
    if (status != expected) {
      throw new BoardFault(
          BoardFault.Kind.STATUS,
          "STATUS is 0x%08x behind a program of %d layers; it should be 0x%08x"
              .formatted(status, layers, expected));
    }
  }

  private RunCounters counters(int layers) {
    int[] entry = rows(RegisterMap.LAYER_LOG, layers);
    int words = RegisterLog.STRIDE / Integer.BYTES;
    List<RunCounters.Layer> log = new ArrayList<>();
    for (int i = 0; i < entry.length; i += words) {
      log.add(
          new RunCounters.Layer(
              word(entry[i]), word(entry[i + 1]), word(entry[i + 2]), word(entry[i + 3])));
    }
    int first = Register.CYCLES_LO.offset();
    int count = (Register.WRITE_BEATS_HI.offset() - first) / Integer.BYTES + 1;
    int[] counters = device.readRegisters(first, count);
    return new RunCounters(
        counter(counters, Register.CYCLES_LO),
        counter(counters, Register.BUSY_LO),
        counter(counters, Register.STALL_WEIGHT_LO),
        counter(counters, Register.STALL_ACTIVATION_LO),
        counter(counters, Register.STALL_DRAIN_LO),
        counter(counters, Register.READ_BEATS_LO),
        counter(counters, Register.WRITE_BEATS_LO),
        log);
  }

  private int[] rows(RegisterLog log, int layers) {
    int words = RegisterLog.STRIDE / Integer.BYTES;
    return device.readRegisters(log.offset(), words * Math.min(layers, RegisterLog.ENTRIES));
  }

  /**
   * Returns what the accelerator has counted of the codes of the last program's layers, until the
   * next one starts: for each of the first {@value RegisterLog#ENTRIES}; layers that deliver floats
   * have no codes. Empty when the hardware does not count.
   */
  public List<CodeEnds> codeEnds(int layers) {
    if ((device.readRegister(Register.VERSION.offset()) & MINOR) < COUNTS_SINCE) {
      return List.of();
    }
    int[] row = rows(RegisterMap.CODE_LOG, layers);
    List<CodeEnds> ends = new ArrayList<>();
    for (int i = 0; i < row.length; i += RegisterLog.STRIDE / Integer.BYTES) {
      ends.add(new CodeEnds(word(row[i]), word(row[i + 1]), word(row[i + 2])));
    }
    return ends;
  }

  private static long counter(int[] counters, Register low) {
    int index = (low.offset() - Register.CYCLES_LO.offset()) / Integer.BYTES;
    return word(counters[index + 1]) << Integer.SIZE | word(counters[index]);
  }

  private static long word(int value) {
    return Integer.toUnsignedLong(value);
  }
}
