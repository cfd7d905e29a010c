package io.samforge.host.run;

import io.samforge.arch.format.Quantizer;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.model.MatrixView;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Encodes and rounds whole tensors with the quantisers of an operand, on all processors.
 *
 * <p>Both methods report a value that is not a number as a {@link io.samforge.arch.UserError}.
 */
public final class OperandCodec {
  /** Elements that one thread handles at a time, so that small tensors need no second thread. */
  private static final int ELEMENTS_AT_ONCE = 1 << 16;

  /** Tokens of a picture that are encoded together: a cache line of floats, or a few. */
  private static final int TOKENS_AT_ONCE = 64;

  private final QuantizerTable[] tables;

  /** Prepares the quantisers of all channels of an operand. */
  public OperandCodec(Operand operand, int channels) {
    Map<Quantizer, QuantizerTable> distinct = new HashMap<>();
    tables = new QuantizerTable[channels];
    for (int c = 0; c < channels; c++) {
      tables[c] = distinct.computeIfAbsent(operand.quantizer(c), QuantizerTable::new);
    }
  }

  /**
   * Returns the codes of a tensor.
   *
   * @param view tokens and channels of the tensor
   * @param tensor its elements
   * @return unsigned codes, [tokens][channels]
   */
  public byte[][] encode(MatrixView view, float[] tensor) {
    byte[][] codes = new byte[view.tokens()][view.channels()];
    int tokens = view instanceof MatrixView.Planes ? TOKENS_AT_ONCE : tokensAtOnce(view);
    forEachBlock(
        view.tokens(),
        tokens,
        (from, to) -> {
          if (view instanceof MatrixView.Planes) {
            encodePixels(tensor, codes, from, to);
          } else {
            encodeRows(view, tensor, codes, from, to);
          }
        });
    return codes;
  }

  /** Returns the quantiser of a channel. */
  QuantizerTable table(int channel) {
    return tables[channel];
  }

  /** Returns the highest code of the first channel's quantiser, whose ends are counted. */
  int lastCode() {
    return tables[0].codes() - 1;
  }

  private void encodePixels(float[] tensor, byte[][] codes, int from, int to) {
    for (int c = 0; c < tables.length; c++) {
      QuantizerTable table = tables[c];
      int plane = c * codes.length;
      for (int t = from; t < to; t++) {
        codes[t][c] = (byte) table.code(tensor[plane + t]);
      }
    }
  }

  private void encodeRows(MatrixView view, float[] tensor, byte[][] codes, int from, int to) {
    float[] row = new float[tables.length];
    for (int t = from; t < to; t++) {
      view.read(tensor, t, row);
      for (int c = 0; c < row.length; c++) {
        codes[t][c] = (byte) tables[c].code(row[c]);
      }
    }
  }

  /**
   * Returns whether {@link #round} keeps the shape of a tensor: true for all views but patches
   * whose channels of one plane differ, or whose padding is not a level.
   */
  public boolean roundsInPlace(MatrixView view) {
    if (!(view instanceof MatrixView.Patches patches)) {
      return true;
    }
    int positions = patches.kernel() * patches.kernel();
    return IntStream.range(0, tables.length).allMatch(c -> tables[c] == tables[c - c % positions])
        && (patches.padding() == 0 || IntStream.range(0, tables.length).allMatch(this::hasZero));
  }

  private boolean hasZero(int channel) {
    return tables[channel].round(0) == 0;
  }

  /**
   * Returns the values that the codes of a tensor stand for.
   *
   * @param view tokens and channels of the tensor
   * @param tensor its elements
   * @return as many elements in the order of the tensor; for patches that are not {@link
   *     #roundsInPlace} the rounded matrix, [tokens][channels]
   */
  public float[] round(MatrixView view, float[] tensor) {
    if (view instanceof MatrixView.Planes planes) {
      return roundPlanes(tensor, planes.channels(), 1);
    }
    if (view instanceof MatrixView.Patches patches && roundsInPlace(view)) {
      return roundPlanes(tensor, patches.planes(), patches.kernel() * patches.kernel());
    }
    int channels = view.channels();
    float[] rounded = new float[Math.multiplyExact(view.tokens(), channels)];
    forEachBlock(
        view.tokens(),
        tokensAtOnce(view),
        (from, to) -> {
          float[] row = new float[channels];
          for (int t = from; t < to; t++) {
            view.read(tensor, t, row);
            for (int c = 0; c < channels; c++) {
              rounded[t * channels + c] = tables[c].round(row[c]);
            }
          }
        });
    return rounded;
  }

  private float[] roundPlanes(float[] tensor, int planes, int channelsOfPlane) {
    float[] rounded = new float[tensor.length];
    int pixels = tensor.length / planes;
    int atOnce = Math.max(1, ELEMENTS_AT_ONCE / pixels);
    forEachBlock(
        planes,
        atOnce,
        (from, to) -> {
          for (int p = from; p < to; p++) {
            QuantizerTable table = tables[p * channelsOfPlane];
            for (int i = p * pixels; i < (p + 1) * pixels; i++) {
              rounded[i] = table.round(tensor[i]);
            }
          }
        });
    return rounded;
  }

  private static int tokensAtOnce(MatrixView view) {
    return Math.max(1, ELEMENTS_AT_ONCE / view.channels());
  }

  /** What is done with the units from..to-1. */
  private interface Block {
    void run(int from, int to);
  }

  private static void forEachBlock(int units, int atOnce, Block block) {
    int blocks = (units + atOnce - 1) / atOnce;
    IntStream range = IntStream.range(0, blocks);
    (blocks > 1 ? range.parallel() : range)
        .forEach(b -> block.run(b * atOnce, Math.min(units, (b + 1) * atOnce)));
  }
}
