package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.BitPacker;

/**
 * The blocked layout of an activation tensor in memory (architecture, section 6).
 *
 * <p>Block i holds the elements of slots iM..iM+M-1, token by token, as one dense stream padded to
 * whole beats. Elements of slots behind the last are zero.
 *
 * @param tokens N
 * @param slots C, elements of one token
 * @param bits bits of an element: the activation bits, or 32 for raw floats
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
      for (int s = 0; s < slots; s++) {
        int code = codes[t][s] & 0xff;
        if (bits < 8 && code >= 1 << bits) {
          throw new IllegalArgumentException("code " + code + " does not fit " + bits + " bits");
        }
        BitPacker.put(memory, position(t, s), bits, code);
      }
    }
    return memory;
  }

  /** Returns the unsigned codes, [tokens][slots], in memory. */
  public byte[][] unpackCodes(byte[] memory) {
    checkMemory(memory);
    byte[][] codes = new byte[tokens][slots];
    for (int t = 0; t < tokens; t++) {
      for (int s = 0; s < slots; s++) {
        codes[t][s] = (byte) BitPacker.get(memory, position(t, s), bits);
      }
    }
    return codes;
  }

  /** Returns the memory of floats, [tokens][slots]; the element size must be 32 bits. */
  public byte[] packRaw(float[][] values) {
    byte[] memory = newMemory(values.length);
    for (int t = 0; t < tokens; t++) {
      checkRow(t, values[t].length);
      for (int s = 0; s < slots; s++) {
        BitPacker.put(memory, position(t, s), bits, Float.floatToRawIntBits(values[t][s]));
      }
    }
    return memory;
  }

  /** Returns the floats, [tokens][slots], in memory; the element size must be 32 bits. */
  public float[][] unpackRaw(byte[] memory) {
    checkMemory(memory);
    float[][] values = new float[tokens][slots];
    for (int t = 0; t < tokens; t++) {
      for (int s = 0; s < slots; s++) {
        values[t][s] = Float.intBitsToFloat(BitPacker.get(memory, position(t, s), bits));
      }
    }
    return values;
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
