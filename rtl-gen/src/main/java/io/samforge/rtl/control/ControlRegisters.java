package io.samforge.rtl.control;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterLog;
import io.samforge.arch.register.RegisterMap;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.gemm.GroupWrite;
import java.util.EnumMap;
import java.util.Map;

/**
 * The AXI4-Lite slave: every register of {@link RegisterMap}, the logs, the interrupt.
 *
 * <p>A write is taken when its address and data are both there and answered in the next cycle; a
 * read is answered two cycles after its address. Unknown addresses read as 0 and ignore writes.
 */
public final class ControlRegisters extends Module {
  public final AxiLitePorts axi;
  public final Bit interrupt;
  public final Bit start;
  public final Unsigned programAddress;
  public final Unsigned programCount;
  public final Bit programBusy;
  public final Bit programFinished;
  public final Unsigned errorCode;
  public final Unsigned layersFinished;
  public final Bit layerStart;
  public final Bit layerActive;
  public final Bit layerDone;
  public final Unsigned layerNumber;
  public final Bit tokenValid;
  public final Bit stallWeight;
  public final Bit stallActivation;
  public final Bit stallDrain;
  public final Bit readBeat;
  public final Bit writeBeat;
  public final Unsigned groupSelect;
  public final Unsigned groupMultiplier;
  public final Unsigned groupZeroPoint;

  /** Asks for a reset of everything else; {@link #resetting} is 1 from then until it has ended. */
  public final Bit resetRequest;

  public final Bit resetting;

  /** What is counted of the codes of the running layer; null for floats. */
  public final Unsigned lowestCodes;

  public final Unsigned highestCodes;
  public final Unsigned countedCodes;

  private final AcceleratorConfig config;
  private final Map<Register, Bits> readable = new EnumMap<>(Register.class);

  /** Creates the registers. */
  public ControlRegisters(AcceleratorConfig config) {
    this.config = config;
    axi = AxiLitePorts.slave(inputs(), outputs());
    interrupt = outputBit("interrupt");
    start = outputBit("start");
    programAddress = outputUnsigned("program_address", 32);
    programCount = outputUnsigned("program_count", 16);
    programBusy = inputBit("program_busy");
    programFinished = inputBit("program_finished");
    errorCode = inputUnsigned("error_code", 8);
    layersFinished = inputUnsigned("layers_finished", 16);
    layerStart = inputBit("layer_start");
    layerActive = inputBit("layer_active");
    layerDone = inputBit("layer_done");
    layerNumber = inputUnsigned("layer_number", 16);
    tokenValid = inputBit("token_valid");
    stallWeight = inputBit("stall_weight");
    stallActivation = inputBit("stall_activation");
    stallDrain = inputBit("stall_drain");
    readBeat = inputBit("read_beat");
    writeBeat = inputBit("write_beat");
    groupSelect = outputUnsigned("group_select", GroupWrite.indexBits(config));
    groupMultiplier = inputUnsigned("group_multiplier", 16);
    groupZeroPoint = inputUnsigned("group_zero_point", 8);
    resetRequest = outputBit("reset_request");
    resetting = inputBit("resetting");
    boolean integers = !config.isFp32();
    lowestCodes = integers ? inputUnsigned("lowest_codes", 32) : null;
    highestCodes = integers ? inputUnsigned("highest_codes", 32) : null;
    countedCodes = integers ? inputUnsigned("counted_codes", 32) : null;
    build();
  }

  private void build() {
    Bit write = axi.awvalid().and(axi.wvalid()).and(axi.bvalid().not());
    Bit answered = regBit("write_answered", false);
    when(write, () -> answered.set(bit(true)))
        .elseWhen(answered.and(axi.bready()), () -> answered.set(bit(false)));
    axi.awready().set(write);
    axi.wready().set(write);
    axi.bvalid().set(answered);
    axi.bresp().set(bits(java.math.BigInteger.ZERO, 2));

    Unsigned enable = writable(Register.IRQ_ENABLE, write, 1);
    Unsigned address = writable(Register.PROGRAM_ADDR, write, 32);
    Unsigned count = writable(Register.PROGRAM_COUNT, write, 16);
    Unsigned select = writable(Register.GROUP_SELECT, write, GroupWrite.indexBits(config));
    programAddress.set(address);
    programCount.set(count);
    groupSelect.set(select);
    Bit control = writes(Register.CONTROL, write).and(axi.wstrb().bit(0));
    Bit resets = control.and(command("RESET"));
    Bit busy = programBusy.or(resetting);
    Bit starts = control.and(command("START")).and(resets.not()).and(busy.not());
    Bit clears = control.and(command("CLEAR_INTERRUPT"));
    start.set(starts);
    resetRequest.set(resets);
    Bit done = regBit("done", false);
    Bit failed = regBit("failed", false);
    Bit pending = regBit("interrupt_pending", false);
    when(clears, () -> pending.set(bit(false)));
    when(
        starts.or(resets),
        () -> {
          done.set(bit(false));
          failed.set(bit(false));
          pending.set(bit(false));
        });
    when(
        programFinished.and(resets.or(resetting).not()),
        () -> {
          done.set(errorCode.eq(0));
          failed.set(errorCode.ne(0));
          pending.set(bit(true));
        });
    interrupt.set(pending.and(enable.bit(0)));
    Bits flags = failed.bits().concat(done.bits()).concat(busy.bits());
    readable.put(
        Register.STATUS, layersFinished.bits().concat(errorCode.bits()).concat(flags.extend(8)));
    readable.put(
        Register.GROUP_ENTRY, groupZeroPoint.bits().concat(groupMultiplier.bits()).extend(32));
    RegisterMap.constants(config)
        .forEach(
            (register, value) ->
                readable.put(register, unsigned(Integer.toUnsignedLong(value), 32).bits()));
    answerReads(counters(starts));
  }

  private Bit command(String field) {
    return axi.wdata().bit(Register.CONTROL.field(field).lsb());
  }

  private PerformanceCounters counters(Bit starts) {
    PerformanceCounters counters = instance("counters", PerformanceCounters::new);
    counters.start.set(starts);
    counters.running.set(programBusy);
    counters.layerStart.set(layerStart);
    counters.layerActive.set(layerActive);
    counters.layerDone.set(layerDone);
    counters.layerNumber.set(layerNumber);
    counters.busy.set(tokenValid);
    counters.stallWeight.set(stallWeight);
    counters.stallActivation.set(stallActivation);
    counters.stallDrain.set(stallDrain);
    counters.readBeat.set(readBeat);
    counters.writeBeat.set(writeBeat);
    readable.putAll(counters.values);
    return counters;
  }

  private void answerReads(PerformanceCounters counters) {
    Bit reading = regBit("reading", false);
    Bit answer = regBit("read_answered", false);
    Bits data = regBits("read_data", 32);
    Bit accept = reading.not().and(answer.not());
    axi.arready().set(accept);
    Bit taken = axi.arvalid().and(accept);
    Unsigned address = delayWhen("read_address", axi.araddr(), taken);
    reading.set(taken);
    counters.logRead.set(taken);
    counters.logAddress.set(axi.araddr().slice(2, counters.logAddress.width()).unsigned());
    Bits value = bits(java.math.BigInteger.ZERO, 32);
    for (Map.Entry<Register, Bits> entry : readable.entrySet()) {
      value = entry.getValue().orElse(address.eq(entry.getKey().offset()), value);
    }
    value = counters.logWord.orElse(inside(RegisterMap.LAYER_LOG, address), value);
    if (!config.isFp32()) {
      value = codeWord(taken).orElse(inside(RegisterMap.CODE_LOG, address), value);
    }
    Bits chosen = value;
    when(
            reading,
            () -> {
              data.set(chosen);
              answer.set(bit(true));
            })
        .elseWhen(answer.and(axi.rready()), () -> answer.set(bit(false)));
    axi.rvalid().set(answer);
    axi.rdata().set(data);
    axi.rresp().set(bits(java.math.BigInteger.ZERO, 2));
  }

  private static Bit inside(RegisterLog log, Unsigned address) {
    long end = log.offset() + (long) RegisterLog.ENTRIES * RegisterLog.STRIDE;
    return address.ge(log.offset()).and(address.lt(end));
  }

  private Bits codeWord(Bit read) {
    CodeLog log = instance("code_log", CodeLog::new);
    log.layerDone.set(layerDone);
    log.layerNumber.set(layerNumber);
    log.lowest.set(lowestCodes);
    log.highest.set(highestCodes);
    log.counted.set(countedCodes);
    log.read.set(read);
    log.address.set(axi.araddr().slice(2, log.address.width()).unsigned());
    return log.word;
  }

  private Bit writes(Register register, Bit write) {
    return write.and(axi.awaddr().eq(register.offset()));
  }

  /** Declares a read-write register; only strobed bytes change. */
  private Unsigned writable(Register register, Bit write, int width) {
    String name = register.name().toLowerCase(java.util.Locale.ROOT) + "_reg";
    Unsigned value = regUnsigned(name, width, 0);
    Bits next = null;
    Bits old = value.extend(32).bits();
    for (int b = 0; b < 4; b++) {
      Bits merged = axi.wdata().slice(8 * b, 8).orElse(axi.wstrb().bit(b), old.slice(8 * b, 8));
      next = next == null ? merged : merged.concat(next);
    }
    Unsigned taken = next.unsigned().truncate(width);
    when(writes(register, write), () -> value.set(taken));
    readable.put(register, old);
    return value;
  }
}
