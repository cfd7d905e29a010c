package io.samforge.rtl.control;

import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterLog;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts cycles, work, stalls and beats of a program (64 bits) and of each layer (32 bits).
 *
 * <p>Program counters restart at {@code start} and stop with {@code running}. A layer's counters
 * cover the cycles in which {@code layerActive} is 1; they go to the layer log in its last cycle,
 * so the beats that prefetch the next descriptor count for the layer that runs meanwhile.
 */
final class PerformanceCounters extends Module {
  private static final int LOG_BITS = 32;

  final Bit start;
  final Bit running;
  final Bit layerStart;
  final Bit layerActive;
  final Bit layerDone;
  final Unsigned layerNumber;
  final Bit busy;
  final Bit stallWeight;
  final Bit stallActivation;
  final Bit stallDrain;
  final Bit readBeat;
  final Bit writeBeat;

  /** Reads {@link #logAddress}. */
  final Bit logRead;

  /** Word of the layer log to read: entry * 4 + word. */
  final Unsigned logAddress;

  /** The word, one cycle later. */
  final Bits logWord;

  /** The halves of the program counters by register. */
  final Map<Register, Bits> values = new EnumMap<>(Register.class);

  PerformanceCounters() {
    start = inputBit("start");
    running = inputBit("running");
    layerStart = inputBit("layer_start");
    layerActive = inputBit("layer_active");
    layerDone = inputBit("layer_done");
    layerNumber = inputUnsigned("layer_number", 16);
    busy = inputBit("busy");
    stallWeight = inputBit("stall_weight");
    stallActivation = inputBit("stall_activation");
    stallDrain = inputBit("stall_drain");
    readBeat = inputBit("read_beat");
    writeBeat = inputBit("write_beat");
    int entryBits = 31 - Integer.numberOfLeadingZeros(RegisterLog.ENTRIES);
    logRead = inputBit("log_read");
    logAddress = inputUnsigned("log_address", entryBits + 2);
    logWord = outputBits("log_word", LOG_BITS);

    program(Register.CYCLES_LO, Register.CYCLES_HI, bit(true));
    program(Register.BUSY_LO, Register.BUSY_HI, busy);
    program(Register.STALL_WEIGHT_LO, Register.STALL_WEIGHT_HI, stallWeight);
    program(Register.STALL_ACTIVATION_LO, Register.STALL_ACTIVATION_HI, stallActivation);
    program(Register.STALL_DRAIN_LO, Register.STALL_DRAIN_HI, stallDrain);
    program(Register.READ_BEATS_LO, Register.READ_BEATS_HI, readBeat);
    program(Register.WRITE_BEATS_LO, Register.WRITE_BEATS_HI, writeBeat);
    layerLog(entryBits);
  }

  private void program(Register low, Register high, Bit event) {
    String name = low.name().toLowerCase(java.util.Locale.ROOT).replace("_lo", "_count");
    Unsigned counter = regUnsigned(name, 64, 0);
    when(start, () -> counter.set(unsigned(0, 64)))
        .elseWhen(running.and(event), () -> counter.set(counter.plus(1)));
    Bits lowPort = outputBits(low.name().toLowerCase(java.util.Locale.ROOT), 32);
    Bits highPort = outputBits(high.name().toLowerCase(java.util.Locale.ROOT), 32);
    lowPort.set(counter.slice(0, 32));
    highPort.set(counter.slice(32, 32));
    values.put(low, lowPort);
    values.put(high, highPort);
  }

  private void layerLog(int entryBits) {
    Unsigned cycles = layerCounter("layer_cycles", bit(true));
    Unsigned work = layerCounter("layer_busy", busy);
    Bit stall = stallWeight.or(stallActivation).or(stallDrain);
    Unsigned stalls = layerCounter("layer_stall", stall);
    Unsigned reads = layerCounter("layer_read_beats", readBeat);
    // The last cycle itself is counted, so a layer's cycles run from its start to its end.
    Bits entry =
        reads.bits().concat(stalls.bits()).concat(work.bits()).concat(cycles.plus(1).bits());
    Memory log = memory("layer_log", 4 * LOG_BITS, RegisterLog.ENTRIES);
    Bit inside = layerNumber.lt(RegisterLog.ENTRIES);
    log.write(layerNumber.truncate(entryBits), entry, layerDone.and(inside));
    Bits read = log.readSync(logAddress.slice(2, entryBits).unsigned(), logRead);
    Unsigned word = delay("log_word_select", logAddress.truncate(2));
    Bits selected = read.slice(0, LOG_BITS);
    for (int i = 1; i < 4; i++) {
      selected = read.slice(i * LOG_BITS, LOG_BITS).orElse(word.eq(i), selected);
    }
    logWord.set(selected);
  }

  private Unsigned layerCounter(String name, Bit event) {
    Unsigned counter = regUnsigned(name, LOG_BITS, 0);
    when(layerStart, () -> counter.set(event.unsigned(LOG_BITS)))
        .elseWhen(layerActive.and(event), () -> counter.set(counter.plus(1)));
    return counter;
  }
}
