package io.samforge.host.run;

import io.samforge.arch.format.HalfFloat;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.program.ActivationLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.stream.IntStream;

/**
 * Copies floats from where the accelerator has written them, block by block, to where a tensor has
 * them, on all processors.
 */
final class ResultReader {
  /** Tokens handled together, so that columns of a block stay in the nearest cache. */
  private static final int TOKENS_AT_ONCE = 64;

  /** Elements below which a second processor is not worth waking. */
  private static final int ELEMENTS_OF_A_TASK = 1 << 16;

  private final ActivationLayout layout;
  private final int channels;
  private final int[] channelOfSlot;
  private final boolean inOrder;

  /**
   * Prepares the slots of a result.
   *
   * @param layout the tensor in device memory, its elements floats of 32 or 16 bits
   * @param slots where channels stand in it
   */
  ResultReader(ActivationLayout layout, SlotMap slots) {
    this.layout = layout;
    channels = slots.channels();
    channelOfSlot = slots.slotChannel();
    inOrder = IntStream.range(0, channels).allMatch(c -> channelOfSlot[c] == c);
  }

  /** Returns the bytes of the result in device memory. */
  int bytes() {
    return Math.toIntExact(layout.bytes());
  }

  /**
   * Copies a result.
   *
   * @param memory holds {@link #bytes} from index 0 on
   * @param view rows or planes; how the tensor is seen as [tokens][channels]
   * @param tensor receives the elements
   * @param offset index of the first one
   */
  void read(byte[] memory, MatrixView view, float[] tensor, int offset) {
    ByteBuffer words = ByteBuffer.wrap(memory, 0, bytes()).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = words.asFloatBuffer();
    int tokens = layout.tokens();
    int most = (tokens + TOKENS_AT_ONCE - 1) / TOKENS_AT_ONCE;
    int elements = tokens * channels;
    int tasks = Math.max(1, Math.min(most, elements / ELEMENTS_OF_A_TASK));
    IntStream range = IntStream.range(0, tasks);
    (tasks > 1 ? range.parallel() : range)
        .forEach(
            task -> {
              int from = (int) ((long) most * task / tasks) * TOKENS_AT_ONCE;
              int to = (int) ((long) most * (task + 1) / tasks) * TOKENS_AT_ONCE;
              float[] tile = new float[TOKENS_AT_ONCE * layout.outputLanes()];
              for (int t = from; t < Math.min(to, tokens); t += TOKENS_AT_ONCE) {
                int end = Math.min(t + TOKENS_AT_ONCE, tokens);
                if (view instanceof MatrixView.Planes) {
                  readColumns(words, t, end, tile, tensor, offset + t, 1, tokens);
                } else if (inOrder && layout.bits() == Float.SIZE) {
                  readRuns(floats, t, end, tensor, offset);
                } else {
                  readColumns(words, t, end, tile, tensor, offset + t * channels, channels, 1);
                }
              }
            });
  }

  /** A token of a block is a run of neighbours in the tensor. */
  private void readRuns(FloatBuffer floats, int from, int to, float[] tensor, int offset) {
    int lanes = layout.outputLanes();
    for (int first = 0; first < channels; first += lanes) {
      int count = Math.min(lanes, channels - first);
      int source = layout.blockStart(first / lanes) / Float.BYTES + from * lanes;
      int target = offset + from * channels + first;
      for (int t = from; t < to; t++, source += lanes, target += channels) {
        floats.get(source, tensor, target, count);
      }
    }
  }

  /** Takes a block of tokens to where strides cost little, then each channel to its places. */
  private void readColumns(
      ByteBuffer words,
      int from,
      int to,
      float[] tile,
      float[] tensor,
      int first,
      int tokenStride,
      int channelStride) {
    int lanes = layout.outputLanes();
    int used = (to - from) * lanes;
    for (int slot = 0; slot < channelOfSlot.length; slot += lanes) {
      fill(words, layout.blockStart(slot / lanes), from * lanes, tile, used);
      for (int lane = 0; lane < Math.min(lanes, channelOfSlot.length - slot); lane++) {
        int channel = channelOfSlot[slot + lane];
        if (channel != SlotMap.PADDING) {
          int target = first + channel * channelStride;
          for (int i = lane; i < used; i += lanes, target += tokenStride) {
            tensor[target] = tile[i];
          }
        }
      }
    }
  }

  /** Takes neighbours of a block, from an element on. */
  private void fill(ByteBuffer words, int blockStart, int first, float[] tile, int count) {
    if (layout.bits() == Float.SIZE) {
      words.asFloatBuffer().get(blockStart / Float.BYTES + first, tile, 0, count);
      return;
    }
    ShortBuffer halves = words.asShortBuffer();
    int source = blockStart / Short.BYTES + first;
    for (int i = 0; i < count; i++) {
      tile[i] = HalfFloat.value(halves.get(source + i));
    }
  }
}
