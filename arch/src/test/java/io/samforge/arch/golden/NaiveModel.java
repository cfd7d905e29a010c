package io.samforge.arch.golden;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.layer.WideOperand;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Section 3 of the architecture, term by term, in unlimited integers: slow and obviously right. */
final class NaiveModel {
  private final GemmLayer layer;

  NaiveModel(GemmLayer layer) {
    this.layer = layer;
  }

  /** Returns P of one token and one output channel from the token's codes in channel order. */
  BigInteger result(byte[] codes, int output) {
    BigInteger acc = BigInteger.ZERO;
    BigInteger rowSum = BigInteger.ZERO;
    for (int s = 0; s < layer.slots().slots(); s++) {
      int channel = layer.slots().slotChannel()[s];
      if (channel == SlotMap.PADDING) {
        continue;
      }
      BigInteger scaled = scaledOperand(codes[channel] & 0xff, layer.slots().slotEntry()[s]);
      acc = acc.add(scaled.multiply(BigInteger.valueOf(layer.weights()[output][s])));
      rowSum = rowSum.add(scaled);
    }
    return acc.subtract(rowSum.multiply(BigInteger.valueOf(layer.weightOffset()[output])))
        .subtract(BigInteger.valueOf(layer.constant()[output]));
  }

  /** Returns {@code SUM_j m_j e_j} of one code. */
  private BigInteger scaledOperand(int code, int group) {
    int[] m = layer.multipliers();
    Operand operand = layer.operand().ofCodes();
    if (operand instanceof CagOperand) {
      return BigInteger.valueOf(m[group]).multiply(BigInteger.valueOf(code));
    }
    if (operand instanceof Log2Operand log2) {
      return BigInteger.valueOf(m[group])
          .multiply(log2Value(log2.parameters(), group % log2.entries(), code));
    }
    if (operand instanceof WideOperand wide) {
      // Both copies together are the code, whatever its digits are.
      boolean low = group % wide.entries() < wide.uniform().entries();
      return BigInteger.valueOf(low ? (long) m[group] * code : 0);
    }
    HluqParameters q = ((HluqOperand) operand).parameters();
    int limit = Math.min(q.codes() / 2, 16);
    int effective = Math.min(q.nLog(), limit);
    int drop = q.nLog() - effective;
    BigInteger lambda = BigInteger.ZERO;
    if (code > drop) {
      lambda = BigInteger.TWO.pow(code > q.nLog() ? effective - 1 : code - 1 - drop);
    }
    BigInteger upsilon = BigInteger.valueOf(code > q.nLog() ? code - q.nLog() : 0);
    return BigInteger.valueOf(m[0])
        .multiply(lambda)
        .add(BigInteger.valueOf(m[1]).multiply(upsilon));
  }

  private static BigInteger log2Value(Log2Parameters q, int residue, int code) {
    int tau = q.classScales().size();
    int levels = Math.min(q.codes() - 1, tau * Math.min(q.codes() / 2, 16));
    int below = levels - code;
    if (code == 0 || below % tau != residue) {
      return BigInteger.ZERO;
    }
    int octaves = (int) Math.ceil((double) levels / tau);
    return BigInteger.TWO.pow(octaves - 1 - below / tau);
  }

  /** Returns y of a result, with exact decimals rounded after each step. */
  float value(BigInteger result, int output) {
    float converted = new BigDecimal(result).floatValue();
    BigDecimal product = new BigDecimal(converted).multiply(new BigDecimal(layer.scale()[output]));
    return round(new BigDecimal(round(product)).add(new BigDecimal(layer.bias()[output])));
  }

  private static float round(BigDecimal exact) {
    boolean tiny = exact.abs().compareTo(new BigDecimal(Float.MIN_NORMAL)) < 0;
    return tiny ? 0f : exact.floatValue();
  }

  /** Returns the code of y, or -1 for a layer with raw output. */
  int code(float y, int output) {
    if (!(layer.output() instanceof CodeOutput spec)) {
      return -1;
    }
    int bank = spec.bankOfChannel()[output];
    int code = 0;
    for (int k = 1; k < 1 << spec.thresholds().bits(); k++) {
      boolean reached = y >= spec.thresholds().upper(bank, k) || y <= spec.thresholds().lower(k);
      code += reached ? 1 : 0;
    }
    return code;
  }
}
