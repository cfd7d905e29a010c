package io.samforge.rtl.post;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.arch.program.OutputKind;
import io.samforge.arch.program.WeightStream;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import io.samforge.rtl.control.ThresholdWrite;
import io.samforge.rtl.dma.BeatFifo;
import io.samforge.rtl.dma.Packer;
import io.samforge.rtl.dma.ParameterWrite;
import io.samforge.rtl.gemm.GemmEngine;
import io.samforge.rtl.unit.Fp32PostLane;
import io.samforge.rtl.unit.HalfRound;
import io.samforge.rtl.unit.PostLane;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns the sums that drain from the array into numbers or codes and packs them into beats.
 *
 * <p>Pp outputs per cycle. A group that leaves the engine in cycle c has its sums and parameter
 * records one cycle later, enters the lanes in cycle c+2 and the queue {@link #laneLatency} cycles
 * after that. Lanes are {@link PostLane}s or, for floats, {@link Fp32PostLane}s, which have no row
 * sum and no tables: those ports are null. The queue has room for every group on its way: {@link
 * #credit} is 1 only then.
 */
public final class PostProcessor extends Module {
  public final Unsigned outputKind;
  public final Signed branchOrdinal;
  public final Bit tableSelect;
  public final Bit drainIssue;
  public final Unsigned drainGroup;
  public final Bit drainLast;
  public final List<Signed> sums;
  public final Unsigned rowSum;
  public final Bit credit;
  public final ParameterWrite parameterWrite;
  public final ThresholdWrite thresholdWrite;
  public final Stream<Bits> beats;

  /** Begins a layer; null for floats, of which none are counted. */
  public final Bit layerStart;

  /** Codes of the layer that are 0. */
  public final Unsigned lowestCodes;

  /** Codes of the layer that are the highest there is. */
  public final Unsigned highestCodes;

  /** Codes of the layer. */
  public final Unsigned countedCodes;

  private final AcceleratorConfig config;
  private final int groups;
  private final int lanes;

  /** Creates the post-processor. */
  public PostProcessor(AcceleratorConfig config) {
    this.config = config;
    lanes = config.postLanes();
    groups = config.outputGroups();
    outputKind = inputUnsigned("output_kind", LayerSettings.outputKindBits(config));
    boolean integers = !config.isFp32();
    branchOrdinal = integers ? inputSigned("branch_ordinal", 32) : null;
    tableSelect = integers ? inputBit("table_select") : null;
    drainIssue = inputBit("drain_issue");
    drainGroup = inputUnsigned("drain_group", GemmEngine.drainGroupBits(config));
    drainLast = inputBit("drain_last");
    sums =
        IntStream.range(0, config.outputLanes())
            .mapToObj(i -> inputSigned("sum_" + i, GemmEngine.sumBits(config)))
            .toList();
    rowSum = integers ? inputUnsigned("row_sum", config.widths().rowSum()) : null;
    credit = outputBit("credit");
    parameterWrite = ParameterWrite.of(config, inputs());
    thresholdWrite = integers ? ThresholdWrite.of(config, inputs()) : null;
    beats = outputStream("beats", config.axiDataWidth());
    layerStart = integers ? inputBit("layer_start") : null;
    lowestCodes = integers ? outputUnsigned("lowest_codes", 32) : null;
    highestCodes = integers ? outputUnsigned("highest_codes", 32) : null;
    countedCodes = integers ? outputUnsigned("counted_codes", 32) : null;
    build();
  }

  /** Returns the groups that can be on their way at once. */
  public static int queueDepth(AcceleratorConfig config) {
    return Integer.highestOneBit(laneLatency(config) + 8) * 2;
  }

  /** Returns the cycles from the registered sums of a group to the queue. */
  public static int laneLatency(AcceleratorConfig config) {
    return config.isFp32() ? Fp32PostLane.LATENCY : PostLane.latency(config);
  }

  private void build() {
    int delay = 2 + laneLatency(config);
    List<Bits> raws = new ArrayList<>();
    List<PostLane> hybrid = new ArrayList<>();
    Unsigned parameterBank = regUnsigned("parameter_bank_reg", 2, 0);
    when(drainLast, () -> parameterBank.set(parameterBank.plus(1)));
    Unsigned group = groupBesideSums();
    for (int i = 0; i < lanes; i++) {
      int index = i;
      List<Signed> mine =
          IntStream.range(0, groups).mapToObj(g -> sums.get(g * lanes + index)).toList();
      Signed sum = delay("acc_" + i, select(mine, group));
      if (config.isFp32()) {
        raws.add(fp32Lane(i, parameterBank, sum));
      } else {
        PostLane lane = hybridLane(i, parameterBank, sum);
        raws.add(lane.raw);
        hybrid.add(lane);
      }
    }
    Bit valid = delayed("issue", drainIssue, delay);
    Bit last = delayed("last", drainLast, delay);
    if (!hybrid.isEmpty()) {
      countCodes(hybrid, valid);
    }
    queue(concat(raws), hybrid.stream().map(lane -> lane.code.bits()).toList(), valid, last);
  }

  private void countCodes(List<PostLane> hybrid, Bit valid) {
    CodeCounters counters = instance("code_counters", () -> new CodeCounters(config));
    counters.clear.set(layerStart);
    Bit codes = outputKind.ne(OutputKind.RAW.ordinal());
    counters.valid.set(valid.and(config.halfOutputs() ? codes.and(isHalf().not()) : codes));
    for (int i = 0; i < lanes; i++) {
      counters.codes.get(i).set(hybrid.get(i).code);
      counters.active.get(i).set(hybrid.get(i).codeActive);
    }
    lowestCodes.set(counters.lowest);
    highestCodes.set(counters.highest);
    countedCodes.set(counters.counted);
  }

  private PostLane hybridLane(int index, Unsigned parameterBank, Signed sum) {
    PostLane lane = instance("post_lane_" + index, () -> new PostLane(config));
    Bits record = record(index, parameterBank);
    lane.scale.set(record.slice(WeightStream.SCALE_BIT, 32));
    lane.bias.set(record.slice(WeightStream.BIAS_BIT, 32));
    lane.constant.set(record.slice(WeightStream.CONSTANT_BIT, 48).signed());
    lane.weightOffset.set(record.slice(WeightStream.OFFSET_BIT, 8).signed());
    lane.bank.set(record.slice(WeightStream.BANK_BIT, 4).unsigned());
    lane.active.set(record.bit(WeightStream.ACTIVE_BIT));
    unused("record_reserved_" + index, record.slice(124, 3));
    lane.acc.set(sum);
    lane.rowSum.set(delay("row_sum_" + index, rowSum));
    lane.twoBranch.set(outputKind.eq(OutputKind.CODES_TWO_BRANCH.ordinal()));
    lane.branchOrdinal.set(branchOrdinal);
    lane.tableSelect.set(tableSelect);
    lane.tableWrite.set(thresholdWrite.write());
    lane.tableWriteBuffer.set(thresholdWrite.buffer());
    lane.tableWriteBank.set(thresholdWrite.bank());
    lane.tableWriteIndex.set(thresholdWrite.index());
    lane.tableWriteData.set(thresholdWrite.data());
    return lane;
  }

  private Bits fp32Lane(int index, Unsigned parameterBank, Signed sum) {
    Fp32PostLane lane = instance("post_lane_" + index, Fp32PostLane::new);
    Bits record = record(index, parameterBank);
    lane.sum.set(sum.bits());
    lane.bias.set(record.slice(WeightStream.BIAS_BIT, 32));
    lane.active.set(record.bit(WeightStream.ACTIVE_BIT));
    unused("record_scale_" + index, record.slice(WeightStream.SCALE_BIT, 32));
    int behindBias = WeightStream.BIAS_BIT + 32;
    unused(
        "record_integers_" + index, record.slice(behindBias, WeightStream.ACTIVE_BIT - behindBias));
    lane.relu.set(outputKind.eq(OutputKind.RELU.ordinal()));
    return lane.raw;
  }

  private static Bit delayed(String name, Bit signal, int cycles) {
    Bit result = signal;
    for (int i = 1; i <= cycles; i++) {
      result = delayBit(name + "_" + i, result);
    }
    return result;
  }

  /** Returns the group of the sums that arrive; a constant where all outputs leave at once. */
  private Unsigned groupBesideSums() {
    if (groups == 1) {
      unused("drain_group", drainGroup);
      return unsigned(0, drainGroup.width());
    }
    return delay("drain_group_delayed", drainGroup);
  }

  private Signed select(List<Signed> candidates, Unsigned group) {
    Signed result = candidates.get(0);
    for (int g = 1; g < candidates.size(); g++) {
      result = candidates.get(g).orElse(group.eq(g), result);
    }
    return result;
  }

  /** Reads a lane's record in the cycle of the issue and registers it beside the sum. */
  private Bits record(int index, Unsigned bank) {
    int laneBits = 31 - Integer.numberOfLeadingZeros(lanes);
    int groupBits = Widths.ceilLog2(groups);
    Memory records =
        memory(
            "parameters_" + index, ParameterWrite.RECORD_BITS, ParameterWrite.BANKS << groupBits);
    Unsigned output = parameterWrite.output();
    Bit mine = laneBits == 0 ? bit(true) : output.slice(0, laneBits).unsigned().eq(index);
    Unsigned writeAddress =
        groupBits == 0
            ? parameterWrite.bank()
            : parameterWrite.bank().bits().concat(output.slice(laneBits, groupBits)).unsigned();
    Unsigned readAddress =
        groupBits == 0
            ? bank
            : bank.bits().concat(drainGroup.truncate(groupBits).bits()).unsigned();
    records.write(writeAddress, parameterWrite.record(), parameterWrite.write().and(mine));
    return delay("record_" + index, records.readSync(readAddress, drainIssue));
  }

  private void queue(Bits raw, List<Bits> codes, Bit valid, Bit last) {
    int depth = queueDepth(config);
    int rawBits = raw.width();
    Bit rawOutput = outputKind.eq(OutputKind.RAW.ordinal());
    Bits group = codes.isEmpty() ? raw : raw.orElse(rawOutput, concat(codes).extend(rawBits));
    if (config.halfOutputs()) {
      group = halves(raw).extend(rawBits).orElse(isHalf(), group);
    }
    BeatFifo fifo = instance("queue", () -> new BeatFifo(rawBits + 1, depth));
    fifo.push.valid().set(valid);
    // Credits keep the queue from overflowing; see groups_in_flight below.
    unused("push_ready", fifo.push.ready());
    unused("queue_count", fifo.count);
    fifo.push.payload().set(last.bits().concat(group));
    if (codes.isEmpty()) {
      packFloats(fifo, rawBits);
    } else {
      packFloatsOrCodes(fifo, rawBits, rawOutput);
    }

    int countBits = 32 - Integer.numberOfLeadingZeros(depth);
    Unsigned inFlight = regUnsigned("groups_in_flight", countBits, 0);
    inFlight.set(
        inFlight.plus(drainIssue.unsigned(countBits)).minus(fifo.pop.fire().unsigned(countBits)));
    credit.set(inFlight.ne(depth));
  }

  private void packFloats(BeatFifo fifo, int rawBits) {
    Packer packer = instance("raw_packer", () -> new Packer(rawBits, config.axiDataWidth()));
    packer.units.valid().set(fifo.pop.valid());
    packer.units.payload().set(fifo.pop.payload().slice(0, rawBits));
    packer.unitLast.set(fifo.pop.payload().bit(rawBits));
    fifo.pop.ready().set(packer.units.ready());
    beats.connectFrom(packer.beats);
  }

  private void packFloatsOrCodes(BeatFifo fifo, int rawBits, Bit rawOutput) {
    int codeBits = lanes * config.activationBits();
    Packer rawPacker = instance("raw_packer", () -> new Packer(rawBits, config.axiDataWidth()));
    Packer codePacker = instance("code_packer", () -> new Packer(codeBits, config.axiDataWidth()));
    Bits head = fifo.pop.payload();
    rawPacker.units.valid().set(fifo.pop.valid().and(rawOutput));
    rawPacker.units.payload().set(head.slice(0, rawBits));
    rawPacker.unitLast.set(head.bit(rawBits));
    codePacker.units.valid().set(fifo.pop.valid().and(isCode(rawOutput)));
    codePacker.units.payload().set(head.slice(0, codeBits));
    codePacker.unitLast.set(head.bit(rawBits));
    Bit ready = rawPacker.units.ready().orElse(rawOutput, codePacker.units.ready());
    Bit valid = rawPacker.beats.valid().orElse(rawOutput, codePacker.beats.valid());
    Bits payload = rawPacker.beats.payload().orElse(rawOutput, codePacker.beats.payload());
    if (config.halfOutputs()) {
      Packer halves = packHalves(head, fifo.pop.valid(), rawBits);
      ready = halves.units.ready().orElse(isHalf(), ready);
      valid = halves.beats.valid().orElse(isHalf(), valid);
      payload = halves.beats.payload().orElse(isHalf(), payload);
    }
    fifo.pop.ready().set(ready);
    beats.valid().set(valid);
    beats.payload().set(payload);
    rawPacker.beats.ready().set(beats.ready().and(rawOutput));
    codePacker.beats.ready().set(beats.ready().and(isCode(rawOutput)));
  }

  private Packer packHalves(Bits head, Bit waits, int rawBits) {
    int halfBits = rawBits / 2;
    Packer packer = instance("half_packer", () -> new Packer(halfBits, config.axiDataWidth()));
    packer.units.valid().set(waits.and(isHalf()));
    packer.units.payload().set(head.slice(0, halfBits));
    packer.unitLast.set(head.bit(rawBits));
    packer.beats.ready().set(beats.ready().and(isHalf()));
    return packer;
  }

  private Bit isHalf() {
    return outputKind.eq(OutputKind.HALF.code());
  }

  private Bit isCode(Bit rawOutput) {
    return config.halfOutputs() ? rawOutput.not().and(isHalf().not()) : rawOutput.not();
  }

  /** Returns the floats of a group rounded to 16 bits. */
  private Bits halves(Bits raw) {
    List<Bits> rounded = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      HalfRound round = instance("half_round_" + i, HalfRound::new);
      round.number.set(raw.slice(i * 32, 32));
      rounded.add(round.half);
    }
    return concat(rounded);
  }

  private static Bits concat(List<Bits> parts) {
    Bits result = parts.get(0);
    for (int i = 1; i < parts.size(); i++) {
      result = parts.get(i).concat(result);
    }
    return result;
  }
}
