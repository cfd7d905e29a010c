package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.BitPacker;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import java.util.Arrays;

/** The weight stream of a layer: parameter records and weights (architecture, section 6). */
public final class WeightStream {
  /** Bits of the parameter record of one output channel. */
  public static final int RECORD_BITS = 128;

  /** Position of S in a record, 32 bits. */
  public static final int SCALE_BIT = 0;

  /** Position of B in a record, 32 bits. */
  public static final int BIAS_BIT = 32;

  /** Position of C in a record, signed 48 bits. */
  public static final int CONSTANT_BIT = 64;

  /** Position of zo in a record, signed 8 bits. */
  public static final int OFFSET_BIT = 112;

  /** Position of the bank in a record, 4 bits. */
  public static final int BANK_BIT = 120;

  /** Position of the active flag in a record. */
  public static final int ACTIVE_BIT = 127;

  /** The row of an output position that delivers nothing. */
  public static final int INACTIVE = -1;

  private WeightStream() {}

  /** Returns the beats of the weights of one output tile. */
  public static int weightBeats(AcceleratorConfig config, int chunks) {
    long bits =
        (long) chunks * config.outputLanes() * config.reductionLanes() * config.weightBits();
    return Math.toIntExact((bits + config.axiDataWidth() - 1) / config.axiDataWidth());
  }

  /** Returns the beats of the parameter records of one output tile. */
  public static int recordBeats(AcceleratorConfig config) {
    return config.outputLanes() * RECORD_BITS / config.axiDataWidth();
  }

  /**
   * Returns the stream of a layer.
   *
   * @param rowOfPosition the output channel at every output position, {@value #INACTIVE} for none;
   *     positions are padded to whole output tiles
   */
  public static byte[] pack(AcceleratorConfig config, GemmLayer layer, int[] rowOfPosition) {
    int lanes = config.outputLanes();
    int chunks = layer.slots().slots() / config.reductionLanes();
    int outTiles = (rowOfPosition.length + lanes - 1) / lanes;
    int tileBytes = (recordBeats(config) + weightBeats(config, chunks)) * config.beatBytes();
    byte[] stream = new byte[Math.multiplyExact(outTiles, tileBytes)];
    byte[] elements = new byte[chunks * lanes * config.reductionLanes()];
    for (int tile = 0; tile < outTiles; tile++) {
      int start = tile * tileBytes;
      // The lanes behind the last output have no weights, also not those of the tile before.
      if ((tile + 1) * lanes > rowOfPosition.length) {
        Arrays.fill(elements, (byte) 0);
      }
      for (int lane = 0; lane < Math.min(lanes, rowOfPosition.length - tile * lanes); lane++) {
        int row = rowOfPosition[tile * lanes + lane];
        if (row != INACTIVE) {
          putRecord(stream, Byte.SIZE * (long) start + (long) lane * RECORD_BITS, layer, row);
        }
        putWeights(elements, config, lane, row == INACTIVE ? null : layer.weights()[row]);
      }
      int weights = start + recordBeats(config) * config.beatBytes();
      BitPacker.packBytes(elements, 0, elements.length, config.weightBits(), stream, weights);
    }
    return stream;
  }

  /**
   * Returns what a stream holds; the inverse of {@link #pack}.
   *
   * @param slots slots of the operand
   * @param rowOfPosition as for {@link #pack}; every output channel occurs
   * @throws IllegalArgumentException when the stream has another size, or other active positions
   */
  public static StreamedWeights unpack(
      AcceleratorConfig config, byte[] stream, int slots, int[] rowOfPosition) {
    int lanes = config.outputLanes();
    int chunks = slots / config.reductionLanes();
    int outTiles = (rowOfPosition.length + lanes - 1) / lanes;
    int tileBytes = (recordBeats(config) + weightBeats(config, chunks)) * config.beatBytes();
    if (stream.length != (long) outTiles * tileBytes) {
      throw new IllegalArgumentException(
          stream.length + " bytes of weights for " + (long) outTiles * tileBytes);
    }
    int outputs = Arrays.stream(rowOfPosition).max().orElse(INACTIVE) + 1;
    StreamedWeights found = StreamedWeights.empty(outputs, slots);
    for (int position = 0; position < outTiles * lanes; position++) {
      int row = position < rowOfPosition.length ? rowOfPosition[position] : INACTIVE;
      long tileStart = (long) (position / lanes) * tileBytes * 8;
      int lane = position % lanes;
      long record = tileStart + (long) lane * RECORD_BITS;
      if (BitPacker.get(stream, record + ACTIVE_BIT, 1) != (row == INACTIVE ? 0 : 1)) {
        throw new IllegalArgumentException(
            "output position " + position + " is active where it must not be, or the reverse");
      }
      if (row != INACTIVE) {
        getRecord(stream, record, found, row);
        long weights = tileStart + (long) recordBeats(config) * config.axiDataWidth();
        getWeights(stream, weights, config, lane, found.weights()[row]);
      }
    }
    return found;
  }

  private static void getRecord(byte[] stream, long start, StreamedWeights into, int row) {
    into.scale()[row] = Float.intBitsToFloat(BitPacker.get(stream, start + SCALE_BIT, 32));
    into.bias()[row] = Float.intBitsToFloat(BitPacker.get(stream, start + BIAS_BIT, 32));
    long low = Integer.toUnsignedLong(BitPacker.get(stream, start + CONSTANT_BIT, 32));
    long high = (short) BitPacker.get(stream, start + CONSTANT_BIT + 32, 16);
    into.constant()[row] = high << 32 | low;
    into.weightOffset()[row] = (byte) BitPacker.get(stream, start + OFFSET_BIT, 8);
    into.bank()[row] = BitPacker.get(stream, start + BANK_BIT, 4);
  }

  private static void getWeights(
      byte[] stream, long start, AcceleratorConfig config, int lane, byte[] weights) {
    int k = config.reductionLanes();
    int bits = config.weightBits();
    for (int chunk = 0; chunk * k < weights.length; chunk++) {
      long position = start + ((long) chunk * config.outputLanes() + lane) * k * bits;
      for (int i = 0; i < k; i++) {
        int unsigned = BitPacker.get(stream, position + (long) i * bits, bits);
        weights[chunk * k + i] = (byte) (unsigned << Integer.SIZE - bits >> Integer.SIZE - bits);
      }
    }
  }

  private static void putRecord(byte[] stream, long start, GemmLayer layer, int row) {
    int bank = layer.output() instanceof CodeOutput codes ? codes.bankOfChannel()[row] : 0;
    long constant = layer.constant()[row];
    BitPacker.put(stream, start + SCALE_BIT, 32, Float.floatToRawIntBits(layer.scale()[row]));
    BitPacker.put(stream, start + BIAS_BIT, 32, Float.floatToRawIntBits(layer.bias()[row]));
    BitPacker.put(stream, start + CONSTANT_BIT, 32, (int) constant);
    BitPacker.put(stream, start + CONSTANT_BIT + 32, 16, (int) (constant >> 32));
    BitPacker.put(stream, start + OFFSET_BIT, 8, layer.weightOffset()[row]);
    BitPacker.put(stream, start + BANK_BIT, 4, bank);
    BitPacker.put(stream, start + ACTIVE_BIT, 1, 1);
  }

  /** Puts the weights of a lane, zeros if there are none, where they stand among all elements. */
  private static void putWeights(
      byte[] elements, AcceleratorConfig config, int lane, byte[] weights) {
    int k = config.reductionLanes();
    int stride = config.outputLanes() * k;
    int mask = (1 << config.weightBits()) - 1;
    for (int at = lane * k, slot = 0; at < elements.length; at += stride, slot += k) {
      for (int i = 0; i < k; i++) {
        elements[at + i] = (byte) (weights == null ? 0 : weights[slot + i] & mask);
      }
    }
  }
}
