package io.samforge.rtl.dma;

import static io.samforge.rtl.LayerSettings.COUNT_BITS;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;

/**
 * Splits a weight stream into parameter records for the post-processor and rows for the lanes.
 *
 * <p>Records of an output tile wait until one of the {@link ParameterWrite#BANKS} banks is free;
 * rows wait until the lanes take them. One record or row per cycle.
 */
public final class WeightLoader extends Module {
  final Bit start;
  final Unsigned chunks;
  final Beats beats;
  final ParameterWrite parameters;

  /** An output tile has drained: its bank of records is free. */
  final Bit parameterFree;

  final Stream<Bits> rows;

  WeightLoader(AcceleratorConfig config) {
    int beatBits = config.axiDataWidth();
    int lanes = config.outputLanes();
    int laneBits = config.outputLaneBits();
    start = inputBit("start");
    chunks = inputUnsigned("chunks", COUNT_BITS);
    beats = Beats.of("beats", beatBits, inputs(), outputs());
    parameters = ParameterWrite.of(config, outputs());
    parameterFree = inputBit("parameter_free");
    int rowBits = config.reductionLanes() * config.weightBits();
    rows = outputStream("rows", rowBits);

    Unpacker records =
        instance("records", () -> new Unpacker(beatBits, ParameterWrite.RECORD_BITS));
    Unpacker weights = instance("weights", () -> new Unpacker(beatBits, rowBits));
    Bit toWeights = regBit("to_weights", false);
    records.beats.valid().set(beats.valid().and(toWeights.not()));
    records.beats.data().set(beats.data());
    records.beats.last().set(beats.last());
    weights.beats.valid().set(beats.valid().and(toWeights));
    weights.beats.data().set(beats.data());
    weights.beats.last().set(beats.last());
    beats.ready().set(weights.beats.ready().orElse(toWeights, records.beats.ready()));
    when(beats.fire().and(beats.last()), () -> toWeights.set(toWeights.not()));
    loadRecords(records, lanes, laneBits);
    loadRows(weights, lanes, laneBits);
  }

  private void loadRecords(Unpacker records, int lanes, int laneBits) {
    Unsigned output = regUnsigned("output_index", laneBits, 0);
    Unsigned bank = regUnsigned("parameter_bank_reg", 2, 0);
    Unsigned used = regUnsigned("parameter_banks_used", 3, 0);
    Bit last = output.eq(lanes - 1L);
    records.units.ready().set(used.ne(ParameterWrite.BANKS));
    records.release.set(last);
    Bit complete = records.units.fire().and(last);
    when(records.units.fire(), () -> output.set(output.next(last, lanes)));
    when(complete, () -> bank.set(bank.plus(1)));
    used.set(used.plus(complete.unsigned(3)).minus(parameterFree.unsigned(3)));
    parameters.write().set(records.units.fire());
    parameters.bank().set(bank);
    parameters.output().set(output);
    parameters.record().set(records.units.payload());
  }

  private void loadRows(Unpacker weights, int lanes, int laneBits) {
    Unsigned lane = regUnsigned("lane", laneBits, 0);
    Unsigned chunk = regUnsigned("chunk", COUNT_BITS, 0);
    Bit lastLane = lane.eq(lanes - 1L);
    Bit lastChunk = chunk.eq(chunks.minus(1));
    rows.valid().set(weights.units.valid());
    rows.payload().set(weights.units.payload());
    weights.units.ready().set(rows.ready());
    weights.release.set(lastLane.and(lastChunk));
    when(
        rows.fire(),
        () -> {
          lane.set(lane.next(lastLane, lanes));
          when(lastLane, () -> chunk.set(unsigned(0, COUNT_BITS).orElse(lastChunk, chunk.plus(1))));
        });
    when(start, () -> chunk.set(unsigned(0, COUNT_BITS)));
  }
}
