package io.samforge.arch.golden;

import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SlotMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The exact integers {@code P[t,o] = SUM_j m_j SUM_c e (w - zo_o) - C_o} of one layer.
 *
 * <p>The inner loop runs over output channels on plain int arrays, which the compiler turns into
 * vector instructions; sums move to long before an int could overflow.
 */
final class IntegerProduct {
  /** Output channels that are computed together, so that sums and weights stay in the cache. */
  private static final int OUTPUTS_AT_ONCE = 512;

  private final long[] constant;
  private final List<Term> terms = new ArrayList<>();

  /**
   * One entry of the operand: its multiplier, its integers and the weights of its channels.
   *
   * @param decode e of every code
   * @param channels the channels that feed the entry
   * @param weights {@code w - zo}, [index into channels][outputs]
   * @param safeChannels channels whose products certainly add up within an int
   */
  private record Term(
      int multiplier, int[] decode, int[] channels, int[][] weights, int safeChannels) {}

  IntegerProduct(GemmLayer layer) {
    constant = layer.constant();
    int[][] weights = effectiveWeights(layer);
    Operand operand = layer.operand().ofCodes();
    int weightBits = layer.weightBits() * layer.weightDigits();
    for (int j = 0; j < operand.entries(); j++) {
      int[] channels = channelsOf(operand, j, layer.channels());
      int[][] rows = new int[channels.length][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = weights[channels[i]];
      }
      int[] decode = new int[operand.codes()];
      int largest = 1;
      for (int code = 0; code < decode.length; code++) {
        decode[code] = operand.entryValue(j, code);
        largest = Math.max(largest, decode[code]);
      }
      // |w - zo| is below 2^weightBits.
      int safe = (int) (Integer.MAX_VALUE / ((long) largest << weightBits));
      terms.add(new Term(layer.multipliers()[j], decode, channels, rows, safe));
    }
  }

  /** Writes P of tokens from..to-1 into the rows p[0..to-from-1], [outputs] each. */
  void compute(byte[][] codes, int from, int to, long[][] p) {
    for (int t = 0; t < to - from; t++) {
      for (int o = 0; o < constant.length; o++) {
        p[t][o] = -constant[o];
      }
    }
    int[][] sums = new int[to - from][Math.min(OUTPUTS_AT_ONCE, constant.length)];
    for (int base = 0; base < constant.length; base += OUTPUTS_AT_ONCE) {
      int count = Math.min(OUTPUTS_AT_ONCE, constant.length - base);
      for (Term term : terms) {
        int step = Math.max(1, term.safeChannels);
        for (int first = 0; first < term.channels.length; first += step) {
          int last = Math.min(first + step, term.channels.length);
          for (int t = 0; t < to - from; t++) {
            Arrays.fill(sums[t], 0);
          }
          accumulate(term, first, last, codes, from, to, base, count, sums);
          for (int t = 0; t < to - from; t++) {
            addScaled(p[t], base, sums[t], count, term.multiplier);
          }
        }
      }
    }
  }

  private static void accumulate(
      Term term,
      int first,
      int last,
      byte[][] codes,
      int from,
      int to,
      int base,
      int count,
      int[][] sums) {
    int[] channels = term.channels;
    int[] decode = term.decode;
    int i = first;
    for (; i + 4 <= last; i += 4) {
      for (int t = from; t < to; t++) {
        byte[] row = codes[t];
        int e0 = decode[row[channels[i]] & 0xff];
        int e1 = decode[row[channels[i + 1]] & 0xff];
        int e2 = decode[row[channels[i + 2]] & 0xff];
        int e3 = decode[row[channels[i + 3]] & 0xff];
        if ((e0 | e1 | e2 | e3) != 0) {
          addFour(sums[t - from], term.weights, i, base, count, e0, e1, e2, e3);
        }
      }
    }
    for (; i < last; i++) {
      for (int t = from; t < to; t++) {
        int e = decode[codes[t][channels[i]] & 0xff];
        addOne(sums[t - from], term.weights[i], base, count, e);
      }
    }
  }

  private static void addFour(
      int[] sum, int[][] weights, int i, int base, int count, int e0, int e1, int e2, int e3) {
    int[] w0 = weights[i];
    int[] w1 = weights[i + 1];
    int[] w2 = weights[i + 2];
    int[] w3 = weights[i + 3];
    for (int o = 0; o < count; o++) {
      sum[o] += e0 * w0[base + o] + e1 * w1[base + o] + e2 * w2[base + o] + e3 * w3[base + o];
    }
  }

  private static void addOne(int[] sum, int[] weights, int base, int count, int e) {
    for (int o = 0; o < count; o++) {
      sum[o] += e * weights[base + o];
    }
  }

  private static void addScaled(long[] p, int base, int[] sum, int count, int multiplier) {
    for (int o = 0; o < count; o++) {
      p[base + o] += (long) multiplier * sum[o];
    }
  }

  /** Returns {@code w - zo} as [channels][outputs], with all digits of wide weights. */
  private static int[][] effectiveWeights(GemmLayer layer) {
    int digitSlots = layer.slots().slots() / layer.weightDigits();
    int[][] rows = new int[layer.channels()][layer.outputs()];
    int[] channel = layer.slots().slotChannel();
    for (int o = 0; o < layer.outputs(); o++) {
      byte[] weights = layer.weights()[o];
      for (int s = 0; s < digitSlots; s++) {
        if (channel[s] != SlotMap.PADDING) {
          int weight = -layer.weightOffset()[o];
          for (int digit = 0; digit < layer.weightDigits(); digit++) {
            weight += weights[digit * digitSlots + s] << digit * layer.weightBits();
          }
          rows[channel[s]][o] = weight;
        }
      }
    }
    return rows;
  }

  private static int[] channelsOf(Operand operand, int entry, int channels) {
    Optional<CagOperand> groups = operand.grouped();
    List<Integer> members = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      if (groups.isEmpty() || groups.get().groupOfChannel()[c] == entry % groups.get().entries()) {
        members.add(c);
      }
    }
    return members.stream().mapToInt(Integer::intValue).toArray();
  }
}
