package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * The blocked layout of an activation tensor in memory (architecture, section 6).
 *
 * <p>Block i holds the elements of slots iM..iM+M-1, token by token, as one dense stream padded to
 * whole beats. Elements of slots behind the last are zero.
 *
 * @param tokens N
 * @param slots C, elements of one token
 * @param bits bits of an element: the activation bits, or 32 or 16 for raw floats
 * @param outputLanes M, elements of one token in one block
 * @param beatBits B
 */
public record ActivationLayout(int tokens, int slots, int bits, int outputLanes, int beatBits) {

  /** Rejects empty tensors. */
  public ActivationLayout {
    if (tokens < 1 || slots < 1 || bits < 1 || bits > 32) {
      throw new IllegalArgumentException(
          "tensor of " + tokens + " tokens, " + slots + " slots, " + bits + " bits");
    }
  }

  /** Returns the layout of a tensor for one configuration. */
  public static ActivationLayout of(AcceleratorConfig config, int tokens, int slots, int bits) {
    return new ActivationLayout(tokens, slots, bits, config.outputLanes(), config.axiDataWidth());
  }

  /** Returns the number of blocks. */
  public int blocks() {
    return (slots + outputLanes - 1) / outputLanes;
  }

  /** Returns the beats of the first tokens of one block. */
  public int beats(int firstTokens) {
    long size = (long) firstTokens * outputLanes * bits;
    return Math.toIntExact((size + beatBits - 1) / beatBits);
  }

  /** Returns the beats from one block to the next. */
  public int blockStride() {
    return beats(tokens);
  }

  /** Returns the bytes of the whole tensor. */
  public long bytes() {
    return (long) blocks() * blockStride() * (beatBits / 8);
  }

  /** Returns the bit position of an element in the tensor. */
  public long position(int token, int slot) {
    long block = (long) (slot / outputLanes) * blockStride() * beatBits;
    return block + ((long) token * outputLanes + slot % outputLanes) * bits;
  }

  /** Returns the memory of unsigned codes, [tokens][slots]. */
  public byte[] packCodes(byte[][] codes) {
    byte[] memory = newMemory(codes.length);
    for (int t = 0; t < tokens; t++) {
      checkRow(t, codes[t].length);
    }
    byte[] dense = new byte[Math.multiplyExact(tokens, outputLanes)];
    for (int block = 0; block < blocks(); block++) {
      int first = block * outputLanes;
      int count = Math.min(outputLanes, slots - first);
      for (int t = 0; t < tokens; t++) {
        System.arraycopy(codes[t], first, dense, t * outputLanes, count);
        Arrays.fill(dense, t * outputLanes + count, (t + 1) * outputLanes, (byte) 0);
      }
      BitPacker.packBytes(dense, 0, dense.length, bits, memory, blockStart(block));
    }
    return memory;
  }

  /** Returns the unsigned codes, [tokens][slots], in memory. */
  public byte[][] unpackCodes(byte[] memory) {
    checkMemory(memory);
    byte[][] codes = new byte[tokens][slots];
    ByteBuffer words = words(memory);
    for (int block = 0; block < blocks(); block++) {
      unpackBlock(words, block, codes);
    }
    return codes;
  }

  private void unpackBlock(ByteBuffer words, int block, byte[][] codes) {
    int first = block * outputLanes;
    int last = Math.min(first + outputLanes, slots);
    long mask = (1L << bits) - 1;
    for (int t = 0; t < tokens; t++) {
      long position = (long) t * outputLanes * bits;
      int at = blockStart(block) + (int) (position / Integer.SIZE) * Integer.BYTES;
      int used = (int) (position % Integer.SIZE);
      long open = Integer.toUnsignedLong(words.getInt(at)) >>> used;
      int filled = Integer.SIZE - used;
      for (int s = first; s < last; s++) {
        if (filled < bits) {
          at += Integer.BYTES;
          open |= Integer.toUnsignedLong(words.getInt(at)) << filled;
          filled += Integer.SIZE;
        }
        codes[t][s] = (byte) (open & mask);
        open >>>= bits;
        filled -= bits;
      }
    }
  }

  /** Returns whether elements of some bits are floats, not codes. */
  static boolean isFloat(int bits) {
    return bits == Float.SIZE || bits == Short.SIZE;
  }

  /**
   * Returns the memory of floats, [tokens][slots], elements of 32 bits, or of 16 after {@link
   * HalfFloat#bits}.
   */
  public byte[] packRaw(float[][] values) {
    if (bits == Short.SIZE) {
      return packHalves(values);
    }
    byte[] memory = newMemory(values.length);
    FloatBuffer floats = words(memory).asFloatBuffer();
    for (int t = 0; t < tokens; t++) {
      checkRow(t, values[t].length);
      for (int first = 0; first < slots; first += outputLanes) {
        int count = Math.min(outputLanes, slots - first);
        floats.put((int) (position(t, first) / bits), values[t], first, count);
      }
    }
    return memory;
  }

  private byte[] packHalves(float[][] values) {
    byte[] memory = newMemory(values.length);
    ShortBuffer halves = words(memory).asShortBuffer();
    for (int t = 0; t < tokens; t++) {
      checkRow(t, values[t].length);
      for (int s = 0; s < slots; s++) {
        halves.put((int) (position(t, s) / bits), HalfFloat.bits(values[t][s]));
      }
    }
    return memory;
  }

  private float[][] unpackHalves(byte[] memory) {
    float[][] values = new float[tokens][slots];
    ShortBuffer halves = words(memory).asShortBuffer();
    for (int t = 0; t < tokens; t++) {
      for (int s = 0; s < slots; s++) {
        values[t][s] = HalfFloat.value(halves.get((int) (position(t, s) / bits)));
      }
    }
    return values;
  }

  /** Returns the floats, [tokens][slots], in memory of elements of 32 or 16 bits. */
  public float[][] unpackRaw(byte[] memory) {
    checkMemory(memory);
    if (bits == Short.SIZE) {
      return unpackHalves(memory);
    }
    float[][] values = new float[tokens][slots];
    FloatBuffer floats = words(memory).asFloatBuffer();
    for (int t = 0; t < tokens; t++) {
      for (int first = 0; first < slots; first += outputLanes) {
        int count = Math.min(outputLanes, slots - first);
        floats.get((int) (position(t, first) / bits), values[t], first, count);
      }
    }
    return values;
  }

  private static ByteBuffer words(byte[] memory) {
    return ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the byte at which a block begins. */
  public int blockStart(int block) {
    return block * blockStride() * (beatBits / 8);
  }

  private byte[] newMemory(int rows) {
    if (rows != tokens) {
      throw new IllegalArgumentException(rows + " rows for " + tokens + " tokens");
    }
    return new byte[Math.toIntExact(bytes())];
  }

  private void checkRow(int token, int length) {
    if (length != slots) {
      throw new IllegalArgumentException(
          "token " + token + " has " + length + " elements for " + slots + " slots");
    }
  }

  private void checkMemory(byte[] memory) {
    if (memory.length != bytes()) {
      throw new IllegalArgumentException(memory.length + " bytes for a tensor of " + bytes());
    }
  }
}
