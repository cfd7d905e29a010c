package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * M output lanes of K multiply-accumulates, weight-stationary, with double-buffered weights,
 * activations and partial sums.
 *
 * <p>K*M multiply-accumulates per cycle. With d = {@link LaneArray#dotLatency}, relative to the
 * cycle in which a token is issued: 1 decode, 2..1+d products and sums, 2+d scale, 3+d add the
 * paths and read the partial sum, 4+d write it. Everything waits for weights, activations and free
 * partial sums at the start of a pass and nowhere else.
 */
public final class GemmEngine extends Module {
  public final LayerSettings layer;

  /** Starts a layer: settings and group table are valid from this cycle on. */
  public final Bit start;

  /** Exchanges the group tables, one cycle before {@link #start} or earlier. */
  public final Bit tableCommit;

  /** Writes the group table; null where the engine has none because it sums floats. */
  public final GroupWrite groupWrite;

  public final ActivationWrite activationWrite;

  /** 1 where the activation bank may be filled. */
  public final List<Bit> activationFree;

  /** Rows of K weights, lane by lane, chunk by chunk. */
  public final Stream<Bits> weightRows;

  /** 1 where the post-processor can take one more group of outputs. */
  public final Bit drainCredit;

  /** 1 where a group of outputs leaves; the sums follow one cycle later. */
  public final Bit drainIssue;

  /** The group of Pp outputs. */
  public final Unsigned drainGroup;

  /** The last group of an output tile. */
  public final Bit drainLast;

  /** M accumulated sums, one cycle behind {@link #drainIssue}; floats are the 32 bits of one. */
  public final List<Signed> sums;

  /** The row sum of the same token; null where the engine sums floats. */
  public final Unsigned rowSum;

  /** 1 while anything of the layer is still inside the engine. */
  public final Bit busy;

  public final Bit tokenValid;
  public final Bit stallActivation;
  public final Bit stallWeight;
  public final Bit stallDrain;
  public final Unsigned debugIndex;
  public final Unsigned debugMultiplier;
  public final Unsigned debugZeroPoint;

  private final AcceleratorConfig config;

  /** Creates the engine. */
  public GemmEngine(AcceleratorConfig config) {
    this.config = config;
    layer = LayerSettings.of(config, inputs());
    start = inputBit("start");
    tableCommit = inputBit("table_commit");
    groupWrite = config.isFp32() ? null : GroupWrite.of(config, inputs());
    activationWrite = ActivationWrite.of(config, inputs());
    activationFree = List.of(outputBit("activation_free_0"), outputBit("activation_free_1"));
    weightRows = inputStream("weight_row", config.reductionLanes() * config.weightBits());
    drainCredit = inputBit("drain_credit");
    drainIssue = outputBit("drain_issue");
    drainGroup = outputUnsigned("drain_group", DrainController.groupBits(config));
    drainLast = outputBit("drain_last");
    sums =
        IntStream.range(0, config.outputLanes())
            .mapToObj(i -> outputSigned("sum_" + i, sumBits(config)))
            .toList();
    rowSum = config.isFp32() ? null : outputUnsigned("row_sum", config.widths().rowSum());
    busy = outputBit("busy");
    tokenValid = outputBit("token_valid");
    stallActivation = outputBit("stall_activation");
    stallWeight = outputBit("stall_weight");
    stallDrain = outputBit("stall_drain");
    debugIndex = inputUnsigned("debug_index", GroupWrite.indexBits(config));
    debugMultiplier = outputUnsigned("debug_multiplier", 16);
    debugZeroPoint = outputUnsigned("debug_zero_point", 8);
    build();
  }

  /** Returns the bits of the index of a group of Pp outputs. */
  public static int drainGroupBits(AcceleratorConfig config) {
    return DrainController.groupBits(config);
  }

  /** Returns the cycles from the issue of a token to the cycle in which its sum is written. */
  public static int writeStage(AcceleratorConfig config) {
    return config.isFp32() ? Fp32Array.writeStage(config) : 4 + LaneArray.dotLatency(config);
  }

  /** Returns the fewest cycles of a pass: those after which a partial sum may be updated again. */
  public static int passCycles(AcceleratorConfig config) {
    return config.isFp32() ? Fp32Lane.revisit() : 2;
  }

  /** Returns the bits of an accumulated sum. */
  public static int sumBits(AcceleratorConfig config) {
    return config.isFp32() ? Fp32Lane.NUMBER_BITS : config.widths().acc();
  }

  /**
   * Returns the DSPs of the row sum: its two products, or none where K is no power of two. Such
   * arrays are made to use up the DSPs of a device, and two more for one row sum can be what does
   * not fit, so there the products are sums in fabric.
   */
  public static int rowSumDsps(AcceleratorConfig config) {
    return config.isFp32() || Integer.bitCount(config.reductionLanes()) != 1 ? 0 : 2;
  }

  private void build() {
    GemmSequencer sequencer = instance("sequencer", () -> new GemmSequencer(config));
    DrainController drain = instance("drain", () -> new DrainController(config));
    int write = writeStage(config);
    List<Bit> valid = PassPipeline.bits("valid", sequencer.valid, write);
    List<Bit> last = PassPipeline.bits("last_token", sequencer.lastToken, write);

    sequencer.layer.connectFrom(layer);
    sequencer.start.set(start);
    connectActivationBanks(sequencer);
    connectStalls(sequencer);
    drain.claim.set(sequencer.tileStart);
    drain.claimBank.set(sequencer.sumBank);
    drain.claimTokens.set(sequencer.tokens);
    sequencer.drainReady.set(drain.free1.orElse(sequencer.sumBank, drain.free0));
    drain.full.set(last.get(write));
    drain.credit.set(drainCredit);
    drainIssue.set(drain.issue);
    drainGroup.set(drain.group);
    drainLast.set(drain.last);
    busy.set(sequencer.running.or(drain.free0.not()).or(drain.free1.not()));
    Bit fullBank = PassPipeline.bits("full_bank", sequencer.sumBank, write).get(write);
    drain.fullBank.set(fullBank);
    if (config.isFp32()) {
      buildFp32(sequencer, drain, valid);
    } else {
      buildHybrid(sequencer, drain, valid);
    }
  }

  private void buildFp32(GemmSequencer sequencer, DrainController drain, List<Bit> valid) {
    Bits word = readActivations(sequencer);
    Bit commit = delayBit("weight_commit", sequencer.passStart);
    Unsigned lane = loadWeights(sequencer);
    Fp32Array.Feed feed =
        new Fp32Array.Feed(word, valid, weightRows.payload(), weightRows.fire(), lane, commit);
    Fp32Array.build(config, sequencer, drain, feed, sums);
    unused("no_tables_to_commit", tableCommit);
    unused("no_group_of_the_chunk", sequencer.chunk);
    unused("no_group_to_show", debugIndex);
    debugMultiplier.set(unsigned(0, debugMultiplier.width()));
    debugZeroPoint.set(unsigned(0, debugZeroPoint.width()));
  }

  private void buildHybrid(GemmSequencer sequencer, DrainController drain, List<Bit> valid) {
    OperandDecoder decoder = instance("operand_decoder", () -> new OperandDecoder(config));
    decoder.word.set(readActivations(sequencer));
    decoder.valid.set(valid.get(1));
    decoder.shiftPath.set(layer.shiftPath());
    decoder.nLog.set(layer.nLog());
    LaneControl control = laneControl(sequencer, drain, valid);
    Bit commit = delayBit("weight_commit", sequencer.passStart);
    WeightLoad weights =
        new WeightLoad(weightRows.payload(), weightRows::fire, loadWeights(sequencer), commit);
    OperandPorts operands = LaneArray.build(config, decoder.operands, control, weights, sums);
    RowSumLane rowSumLane = instance("row_sum_lane", () -> new RowSumLane(config));
    rowSumLane.operands.connectFrom(operands);
    rowSumLane.control.connectFrom(control);
    rowSum.set(rowSumLane.drained);
  }

  private void connectActivationBanks(GemmSequencer sequencer) {
    Bit[] full = {regBit("activation_full_0", false), regBit("activation_full_1", false)};
    for (int b = 0; b < 2; b++) {
      Bit reg = full[b];
      Bit released = b == 1 ? sequencer.activationBank : sequencer.activationBank.not();
      Bit filled = b == 1 ? activationWrite.bank() : activationWrite.bank().not();
      when(sequencer.activationRelease.and(released), () -> reg.set(bit(false)));
      when(activationWrite.filled().and(filled), () -> reg.set(bit(true)));
      activationFree.get(b).set(reg.not());
    }
    sequencer.activationReady.set(full[1].orElse(sequencer.activationBank, full[0]));
  }

  private void connectStalls(GemmSequencer sequencer) {
    tokenValid.set(sequencer.valid);
    stallActivation.set(sequencer.stallActivation);
    stallWeight.set(sequencer.stallWeight);
    stallDrain.set(sequencer.stallDrain);
  }

  private Bits readActivations(GemmSequencer sequencer) {
    ActivationBuffer buffer = instance("activation_buffer", () -> new ActivationBuffer(config));
    buffer.write.set(activationWrite.write());
    buffer.writeBank.set(activationWrite.bank());
    buffer.writeAddress.set(activationWrite.address());
    buffer.writeData.set(activationWrite.data());
    buffer.writePart.set(activationWrite.part());
    if (config.hasSplitWords()) {
      buffer.writeNext.set(activationWrite.next());
    }
    buffer.read.set(sequencer.valid);
    buffer.readBank.set(sequencer.activationBank);
    buffer.readAddress.set(sequencer.activationAddress);
    return buffer.word;
  }

  /** Loads rows into the shadow weights; returns the lane that the current row belongs to. */
  private Unsigned loadWeights(GemmSequencer sequencer) {
    Bit shadowFull = regBit("weight_shadow_full", false);
    Unsigned lane = regUnsigned("weight_lane", config.outputLaneBits(), 0);
    Bit lastLane = lane.eq(config.outputLanes() - 1L);
    weightRows.ready().set(shadowFull.not());
    when(
        weightRows.fire(),
        () -> {
          lane.set(lane.next(lastLane, config.outputLanes()));
          when(lastLane, () -> shadowFull.set(bit(true)));
        });
    when(sequencer.passStart, () -> shadowFull.set(bit(false)));
    sequencer.weightReady.set(shadowFull);
    return lane;
  }

  private LaneControl laneControl(GemmSequencer sequencer, DrainController drain, List<Bit> valid) {
    int dot = LaneArray.dotLatency(config);
    int tree = 2 + LaneArray.operandDelay(config);
    int write = writeStage(config);
    int scale = 2 + dot;
    int read = 3 + dot;
    GroupTable table = instance("group_table", () -> new GroupTable(config, scale));
    table.write.connectFrom(groupWrite);
    table.commit.set(tableCommit);
    table.hluq.set(layer.hluq());
    table.log2.set(layer.log2());
    table.chunk.set(sequencer.chunk);
    table.debugIndex.set(debugIndex);
    debugMultiplier.set(table.debugMultiplier);
    debugZeroPoint.set(table.debugZeroPoint);

    List<Bit> bank = PassPipeline.bits("sum_bank", sequencer.sumBank, write);
    int tokenBits = LaneControl.tokenBits(config);
    Unsigned tokenAtRead = PassPipeline.value("token", sequencer.token.truncate(tokenBits), read);
    Unsigned tokenAtWrite = delay("token_write", tokenAtRead);
    Unsigned drainToken = drain.token.truncate(tokenBits);
    List<Bit> readEnable = new ArrayList<>();
    List<Unsigned> readAddress = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      Bit accumulates = valid.get(read).and(b == 1 ? bank.get(read) : bank.get(read).not());
      Bit drains = drain.issue.and(b == 1 ? drain.bank : drain.bank.not());
      readEnable.add(accumulates.or(drains));
      readAddress.add(tokenAtRead.orElse(accumulates, drainToken));
    }
    return new LaneControl(
        valid.subList(tree, 2 + dot),
        valid.subList(tree, 2 + dot).stream().map(v -> v.and(layer.shiftPath())).toList(),
        valid.subList(scale, scale + 2),
        table.multiplierMultiply,
        table.multiplierShift,
        PassPipeline.value("first_chunk", sequencer.firstChunk, write),
        bank.get(write),
        valid.get(write),
        tokenAtWrite,
        readEnable,
        readAddress,
        delayBit("drain_bank_delayed", drain.bank));
  }
}
