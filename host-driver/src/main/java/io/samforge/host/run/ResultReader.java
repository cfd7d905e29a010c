package io.samforge.host.run;

import io.samforge.arch.format.HalfFloat;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.program.ActivationLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
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

  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle HALF =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final ActivationLayout layout;
  private final int[] slotOfChannel;
  private final boolean inOrder;

  /**
   * Prepares the slots of a result.
   *
   * @param layout the tensor in device memory, its elements floats of 32 or 16 bits
   * @param slots where channels stand in it
   */
  ResultReader(ActivationLayout layout, SlotMap slots) {
    this.layout = layout;
    slotOfChannel = new int[slots.channels()];
    int[] channel = slots.slotChannel();
    for (int s = 0; s < channel.length; s++) {
      if (channel[s] != SlotMap.PADDING) {
        slotOfChannel[channel[s]] = s;
      }
    }
    inOrder = Arrays.equals(slotOfChannel, IntStream.range(0, slotOfChannel.length).toArray());
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
    FloatBuffer floats =
        ByteBuffer.wrap(memory, 0, bytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int tokens = layout.tokens();
    int most = (tokens + TOKENS_AT_ONCE - 1) / TOKENS_AT_ONCE;
    int elements = tokens * slotOfChannel.length;
    int tasks = Math.max(1, Math.min(most, elements / ELEMENTS_OF_A_TASK));
    IntStream range = IntStream.range(0, tasks);
    (tasks > 1 ? range.parallel() : range)
        .forEach(
            task -> {
              int from = (int) ((long) most * task / tasks) * TOKENS_AT_ONCE;
              int to = (int) ((long) most * (task + 1) / tasks) * TOKENS_AT_ONCE;
              for (int t = from; t < Math.min(to, tokens); t += TOKENS_AT_ONCE) {
                int end = Math.min(t + TOKENS_AT_ONCE, tokens);
                if (view instanceof MatrixView.Planes) {
                  readColumns(memory, t, end, tensor, offset, 1, tokens);
                } else if (inOrder && layout.bits() == Float.SIZE) {
                  readRuns(floats, t, end, tensor, offset);
                } else {
                  readColumns(memory, t, end, tensor, offset, slotOfChannel.length, 1);
                }
              }
            });
  }

  /** A token of a block is a run of neighbours in the tensor. */
  private void readRuns(FloatBuffer floats, int from, int to, float[] tensor, int offset) {
    int lanes = layout.outputLanes();
    int channels = slotOfChannel.length;
    for (int first = 0; first < channels; first += lanes) {
      int count = Math.min(lanes, channels - first);
      int source = layout.blockStart(first / lanes) / Float.BYTES + from * lanes;
      int target = offset + from * channels + first;
      for (int t = from; t < to; t++, source += lanes, target += channels) {
        floats.get(source, tensor, target, count);
      }
    }
  }

  private void readColumns(
      byte[] memory,
      int from,
      int to,
      float[] tensor,
      int offset,
      int tokenStride,
      int channelStride) {
    int lanes = layout.outputLanes();
    for (int c = 0; c < slotOfChannel.length; c++) {
      int slot = slotOfChannel[c];
      int bytes = layout.bits() / Byte.SIZE;
      int source = layout.blockStart(slot / lanes) / bytes + from * lanes + slot % lanes;
      int target = offset + from * tokenStride + c * channelStride;
      for (int t = from; t < to; t++, source += lanes, target += tokenStride) {
        tensor[target] = element(memory, source);
      }
    }
  }

  private float element(byte[] memory, int index) {
    return layout.bits() == Short.SIZE
        ? HalfFloat.value((short) HALF.get(memory, Short.BYTES * index))
        : (float) FLOAT.get(memory, Float.BYTES * index);
  }
}
