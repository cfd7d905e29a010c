package io.samforge.arch.program;

import java.math.BigInteger;

/**
 * Runs one layer from its bytes in memory, following sections 3 to 7 of the architecture and
 * nothing else of the project: slow, for checking what the compiler writes.
 */
final class MemoryInterpreter {
  private final byte[] memory;
  private final int k;
  private final int m;
  private final int bw;
  private final int ba;
  private final int groups;
  private final int beat;

  MemoryInterpreter(
      byte[] memory, int k, int m, int weightBits, int activationBits, int groups, int beatBits) {
    this.memory = memory;
    this.k = k;
    this.m = m;
    this.bw = weightBits;
    this.ba = activationBits;
    this.groups = groups;
    this.beat = beatBits;
  }

  /** Runs the layer whose 128-byte descriptor stands at an address. */
  void run(long address) {
    int[] d = new int[32];
    for (int i = 0; i < 32; i++) {
      d[i] = (int) bits(address * 8 + 32L * i, 32);
    }
    int tokens = d[1];
    int tileTokens = d[2];
    int outTiles = d[5] >>> 16;
    for (int t = 0; t < tokens; t++) {
      int tile = t / tileTokens;
      boolean last = tile == d[4] - 1;
      require(last || tile < d[4] - 1, "the token is in a tile");
      require(t - tile * tileTokens < (last ? d[3] : tileTokens), "the token is in its tile");
      for (int o = 0; o < outTiles * m; o++) {
        computeOne(d, t, o);
      }
    }
  }

  private void computeOne(int[] d, int token, int position) {
    int chunks = d[5] & 0xffff;
    int kind = d[0] >>> 16 & 0xff;
    int element = kind == 0 ? 32 : ba;
    long records = unsigned(d[9]) * 8 + (long) (position / m) * (m * 128L + (long) d[18] * beat);
    long record = records + position % m * 128L;
    long out = tensor(d, 10, 13, 16, token, position, element);
    if (bits(record + 127, 1) == 0) {
      put(out, element, 0);
      return;
    }
    BigInteger acc = BigInteger.ZERO;
    BigInteger row = BigInteger.ZERO;
    for (int slot = 0; slot < chunks * k; slot++) {
      int code = (int) bits(tensor(d, 8, 12, 14, token, slot, ba), ba);
      long lane = (long) (slot / k) * m + position % m;
      long weightAt = records + m * 128L + (lane * k + slot % k) * bw;
      BigInteger e = BigInteger.valueOf(operand(d, slot / k, code));
      acc = acc.add(e.multiply(BigInteger.valueOf(signed(bits(weightAt, bw), bw))));
      row = row.add(e);
    }
    BigInteger offset = BigInteger.valueOf(signed(bits(record + 112, 8), 8));
    BigInteger constant = BigInteger.valueOf(signed(bits(record + 64, 48), 48));
    long p = acc.subtract(offset.multiply(row)).subtract(constant).longValueExact();
    float scale = Float.intBitsToFloat((int) bits(record, 32));
    float bias = Float.intBitsToFloat((int) bits(record + 32, 32));
    float y = (float) p * scale + bias;
    int bank = (int) bits(record + 120, 4);
    put(out, element, kind == 0 ? Float.floatToRawIntBits(y) : code(d, kind, bank, y));
  }

  /** Returns {@code SUM_j m_j e_j} of one code in one chunk. */
  private long operand(int[] d, int chunk, int code) {
    int nLog = d[0] >>> 24;
    int kind = d[0] >>> 8 & 0xff;
    if (kind != 1) {
      int g = 0;
      while (table(d, 2 * g + 1) <= chunk) {
        g++;
      }
      require(kind == 0 || code <= nLog, "no slot holds more than the number of octaves");
      return (table(d, 2 * g) & 0xffff) * (kind == 0 ? code : code == 0 ? 0 : 1L << code - 1);
    }
    int effective = Math.min(nLog, Math.min((1 << ba) / 2, 16));
    int drop = nLog - effective;
    long lambda = code <= drop ? 0 : 1L << (code <= nLog ? code - 1 - drop : effective - 1);
    return (table(d, 0) & 0xffff) * lambda
        + (table(d, 2) & 0xffff) * (long) Math.max(0, code - nLog);
  }

  private int code(int[] d, int kind, int bank, float y) {
    int raw = Float.floatToRawIntBits(y);
    int key = raw < 0 ? -(raw & 0x7fffffff) : raw;
    int usedBank = bank;
    if (kind == 2) {
      usedBank = key >= d[7] ? 0 : 1;
      key = usedBank == 0 ? key : -key;
    }
    int code = 0;
    for (int i = 1; i < 1 << ba; i++) {
      code += key >= table(d, 2 * groups + usedBank * (1 << ba) + i) ? 1 : 0;
    }
    return code;
  }

  private int table(int[] d, int word) {
    return (int) bits(unsigned(d[11]) * 8 + 32L * word, 32);
  }

  /** Returns the bit position of an element, tile by tile as the hardware finds it. */
  private long tensor(
      int[] d, int addressWord, int strideWord, int beatsWord, int token, int slot, int element) {
    int tile = token / d[2];
    long start = unsigned(d[addressWord]) * 8;
    long block = (long) (slot / m) * d[strideWord] * beat;
    long tileStart = (long) tile * d[beatsWord] * beat;
    long inTile = ((long) (token % d[2]) * m + slot % m) * element;
    int beats = d[tile == d[4] - 1 ? beatsWord + 1 : beatsWord];
    require(inTile + element <= (long) beats * beat, "the element is in the beats of its tile");
    return start + block + tileStart + inTile;
  }

  private long bits(long position, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      long at = position + i;
      value |= (long) (memory[(int) (at >>> 3)] >>> (int) (at & 7) & 1) << i;
    }
    return value;
  }

  private void put(long position, int count, int value) {
    for (int i = 0; i < count; i++) {
      long at = position + i;
      int index = (int) (at >>> 3);
      int mask = 1 << (int) (at & 7);
      boolean one = (value >>> i & 1) != 0;
      memory[index] = (byte) (one ? memory[index] | mask : memory[index] & ~mask);
    }
  }

  private static long signed(long value, int count) {
    return value << 64 - count >> 64 - count;
  }

  private static long unsigned(int word) {
    return word & 0xffffffffL;
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not true: " + what);
    }
  }
}
