package io.samforge.host.run;

import io.samforge.arch.format.BitPacker;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.layer.SlotCode;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.program.ActivationLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes of floats what an operand is in device memory: encodes, puts codes into their slots and
 * packs them, a few tokens at a time, on all processors.
 */
final class OperandWriter {
  /** Tokens handled together; their dense streams begin at whole words whatever the code width. */
  private static final int TOKENS_AT_ONCE = 64;

  /** Elements below which a second processor is not worth waking. */
  private static final int ELEMENTS_OF_A_TASK = 1 << 15;

  private static final int CODES = 256;

  private final ActivationLayout layout;
  private final OperandCodec codec;
  private final int channels;

  /** Whether every channel has one slot, which holds its code as it is. */
  private final boolean plain;

  /** Whether, besides, slots are in the order of channels and all have one quantiser. */
  private final boolean uniform;

  /** The slot of every channel, [copies][channels]. */
  private final int[][] slotOfChannel;

  /** What a copy holds for every code, [copies][codes]. */
  private final byte[][] heldOfCode;

  /**
   * Prepares the slots of an operand.
   *
   * @param layout the tensor in device memory, its elements codes
   * @param slots where channels stand in it
   * @param codec quantisers of all channels
   */
  OperandWriter(ActivationLayout layout, SlotMap slots, OperandCodec codec) {
    this.layout = layout;
    this.codec = codec;
    channels = slots.channels();
    plain = slots.code() instanceof SlotCode.Plain;
    int copies = slots.code().copies();
    int stride = slots.slots() / copies;
    slotOfChannel = new int[copies][channels];
    heldOfCode = new byte[copies][CODES];
    int[] channel = slots.slotChannel();
    for (int s = 0; s < channel.length; s++) {
      if (channel[s] != SlotMap.PADDING) {
        slotOfChannel[s / stride][channel[s]] = s;
      }
    }
    uniform =
        plain
            && IntStream.range(0, channels)
                .allMatch(c -> slotOfChannel[0][c] == c && codec.table(c) == codec.table(0));
    for (int copy = 0; copy < copies; copy++) {
      for (int code = 0; code <= slots.code().largest(); code++) {
        heldOfCode[copy][code] = (byte) slots.code().write(copy, code);
      }
    }
  }

  /** Returns the bytes of the operand in device memory. */
  int bytes() {
    return Math.toIntExact(layout.bytes());
  }

  /**
   * Writes an operand.
   *
   * @param view tokens and channels of the tensor
   * @param tensor holds its elements
   * @param offset index of the first one
   * @param memory receives {@link #bytes} from index 0 on
   * @return what has been counted of the codes
   * @throws io.samforge.arch.UserError when an element is not a number
   */
  CodeEnds write(MatrixView view, float[] tensor, int offset, byte[] memory) {
    int blocks = (layout.tokens() + TOKENS_AT_ONCE - 1) / TOKENS_AT_ONCE;
    int tasks = Math.max(1, Math.min(blocks, layout.tokens() * channels / ELEMENTS_OF_A_TASK));
    IntStream range = IntStream.range(0, tasks);
    CodeEnds ends =
        (tasks > 1 ? range.parallel() : range)
            .mapToObj(
                task -> {
                  int from = (int) ((long) blocks * task / tasks) * TOKENS_AT_ONCE;
                  int to = (int) ((long) blocks * (task + 1) / tasks) * TOKENS_AT_ONCE;
                  Part part = new Part(view, tensor, offset, memory);
                  for (int t = from; t < Math.min(to, layout.tokens()); t += TOKENS_AT_ONCE) {
                    part.write(t, Math.min(TOKENS_AT_ONCE, layout.tokens() - t));
                  }
                  return part.counter.ends();
                })
            .reduce(CodeEnds.NONE, CodeEnds::plus);
    int used = layout.tokens() * layout.outputLanes() * layout.bits();
    int words = (used + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    for (int block = 0; block < layout.blocks(); block++) {
      int end = block + 1 < layout.blocks() ? layout.blockStart(block + 1) : bytes();
      Arrays.fill(memory, layout.blockStart(block) + words, end, (byte) 0);
    }
    return ends;
  }

  /** What one processor needs to write its share of the tokens. */
  private final class Part {
    private final MatrixView view;
    private final float[] tensor;
    private final int offset;
    private final byte[] memory;
    private final byte[] column = new byte[TOKENS_AT_ONCE];

    /** Slots of some tokens, block by block, token by token; padding stays 0. */
    private final byte[] held;

    private final CodeCounter counter = new CodeCounter(codec.lastCode());
    private final float[] row;
    private final float[] gathered;

    /** Codes of some tokens in the order of a tensor's rows. */
    private final byte[] rows = new byte[uniform ? TOKENS_AT_ONCE * channels : 0];

    Part(MatrixView view, float[] tensor, int offset, byte[] memory) {
      this.view = view;
      this.tensor = tensor;
      this.offset = offset;
      this.memory = memory;
      boolean streamed = uniform && !(view instanceof MatrixView.Planes);
      int lanes = layout.outputLanes();
      held = new byte[streamed ? 0 : layout.blocks() * TOKENS_AT_ONCE * lanes];
      boolean patches = view instanceof MatrixView.Patches;
      row = new float[patches ? channels : 0];
      gathered = new float[patches ? TOKENS_AT_ONCE * channels : 0];
    }

    void write(int from, int count) {
      if (view instanceof MatrixView.Planes) {
        encode(tensor, offset + from, 1, layout.tokens(), count);
        pack(from, count);
      } else if (view instanceof MatrixView.Rows) {
        writeRows(tensor, offset + from * channels, from, count);
      } else {
        for (int t = 0; t < count; t++) {
          view.read(tensor, from + t, row);
          System.arraycopy(row, 0, gathered, t * channels, channels);
        }
        writeRows(gathered, 0, from, count);
      }
    }

    private void writeRows(float[] source, int first, int from, int count) {
      if (!uniform) {
        encode(source, first, channels, 1, count);
        pack(from, count);
        return;
      }
      codec.table(0).encode(source, first, 1, count * channels, rows, 0, 1);
      counter.count(rows, 0, count * channels);
      int lanes = layout.outputLanes();
      for (int block = 0; block < layout.blocks(); block++) {
        int slot = block * lanes;
        BitPacker.packRows(
            rows,
            slot,
            channels,
            count,
            Math.min(lanes, channels - slot),
            lanes,
            layout.bits(),
            memory,
            placeInMemory(block, from));
      }
    }

    private int placeInMemory(int block, int token) {
      int before = token * layout.outputLanes() * layout.bits() / Byte.SIZE;
      return layout.blockStart(block) + before;
    }

    /** Packs what is held of some tokens. */
    private void pack(int from, int count) {
      int lanes = layout.outputLanes();
      for (int block = 0; block < layout.blocks(); block++) {
        int first = block * TOKENS_AT_ONCE * lanes;
        if (plain) {
          counter.count(held, first, count * lanes);
        }
        BitPacker.packBytes(
            held, first, count * lanes, layout.bits(), memory, placeInMemory(block, from));
      }
      if (plain) {
        counter.leaveOut((long) count * (layout.blocks() * lanes - channels));
      }
    }

    private void encode(float[] source, int first, int tokenStride, int channelStride, int count) {
      int lanes = layout.outputLanes();
      for (int c = 0; c < channels; c++) {
        QuantizerTable table = codec.table(c);
        int from = first + c * channelStride;
        if (plain) {
          table.encode(source, from, tokenStride, count, held, place(slotOfChannel[0][c]), lanes);
        } else {
          table.encode(source, from, tokenStride, count, column, 0, 1);
          counter.count(column, 0, count);
          for (int copy = 0; copy < slotOfChannel.length; copy++) {
            spread(place(slotOfChannel[copy][c]), heldOfCode[copy], count);
          }
        }
      }
    }

    private int place(int slot) {
      int lanes = layout.outputLanes();
      return slot / lanes * TOKENS_AT_ONCE * lanes + slot % lanes;
    }

    private void spread(int place, byte[] heldOf, int count) {
      int lanes = layout.outputLanes();
      for (int i = 0, at = place; i < count; i++, at += lanes) {
        held[at] = heldOf[column[i] & 0xff];
      }
    }
  }
}
