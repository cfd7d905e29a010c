package io.samforge.arch.layer;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.arch.format.HwFloat;
import java.util.Arrays;

/**
 * Makes layers from quantised weights and operands: slot order, offsets, S, B and C (architecture,
 * sections 3 and 6).
 */
public final class LayerFactory {
  private final AcceleratorConfig config;

  /** Makes layers for one configuration. */
  public LayerFactory(AcceleratorConfig config) {
    this.config = config;
  }

  /**
   * Makes one layer.
   *
   * @param tokens N
   * @param input the operand on its scale grid
   * @param weights codes, scales and zero-points
   * @param bias the real bias of every output channel
   * @param output what the layer delivers
   * @throws UserError when the layer does not fit the configuration
   * @throws IllegalArgumentException when the parts do not fit together
   */
  public GemmLayer create(
      String name,
      int tokens,
      SnappedOperand input,
      QuantizedWeights weights,
      double[] bias,
      OutputSpec output) {
    checkBits(name, input, weights, output);
    if (bias.length != weights.outputs()) {
      throw new IllegalArgumentException(
          "layer " + name + ": " + bias.length + " biases for " + weights.outputs() + " outputs");
    }
    boolean wideWeights = WideWeightsOperand.needed(weights.bits(), config);
    SnappedOperand placed =
        wideWeights ? WideWeightsOperand.snapped(input, config.weightBits()) : input;
    SlotMap slots = slotMap(name, placed.operand(), weights.channels());
    int outputs = weights.outputs();
    byte[][] signed = new byte[outputs][];
    int[] offset = new int[outputs];
    float[] scale = new float[outputs];
    float[] realBias = new float[outputs];
    long[] constant = new long[outputs];
    long[] zero = scaledZeros(input, weights.channels());
    for (int o = 0; o < outputs; o++) {
      signed[o] = wideWeights ? digits(name, weights, o, slots) : signedRow(weights, o, slots);
      offset[o] = weights.offset(o);
      scale[o] = normal(name, o, "scale S", weights.scale()[o] * input.grid().baseScale());
      realBias[o] = normal(name, o, "bias B", bias[o] + foldedOffset(input, weights, o));
      constant[o] = constant(name, zero, weights, o);
    }
    return new GemmLayer(
        name,
        tokens,
        placed,
        slots,
        config.weightBits(),
        signed,
        offset,
        scale,
        realBias,
        constant,
        output);
  }

  private SlotMap slotMap(String name, Operand operand, int channels) {
    if (operand.entries() > config.groups()) {
      throw new UserError(
          "layer "
              + name
              + ": "
              + operand.entries()
              + " operand groups; allowed: at most groups = "
              + config.groups()
              + " of the configuration");
    }
    SlotMap slots = operand.slots(channels, config.reductionLanes());
    if (slots.slots() > config.maxInChannels()) {
      throw new UserError(
          "layer "
              + name
              + ": "
              + slots.slots()
              + " slots with padding; allowed: at most"
              + " maxInChannels = "
              + config.maxInChannels()
              + " of the configuration");
    }
    return slots;
  }

  private void checkBits(
      String name, SnappedOperand input, QuantizedWeights weights, OutputSpec output) {
    Operand operand = input.operand();
    boolean wide = operand instanceof WideOperand;
    if (wide && config.activationBits() >= WideOperand.BITS) {
      throw new UserError(
          "layer %s: wide codes of %d bits; allowed: activationBits below %d; the configuration has %d"
              .formatted(name, WideOperand.BITS, WideOperand.BITS, config.activationBits()));
    }
    String digits = wide ? "operand in digits" : "operand";
    requireBits(name, digits, operand.slotBits(), "activationBits", config.activationBits());
    if (!WideWeightsOperand.needed(weights.bits(), config)) {
      requireBits(name, "weights", weights.bits(), "weightBits", config.weightBits());
    }
    if (output instanceof CodeOutput codes) {
      int bits = codes.thresholds().bits();
      requireBits(name, "output", bits, "activationBits", config.activationBits());
      if (codes.thresholds().banks() > config.groups()) {
        throw new UserError(
            "layer "
                + name
                + ": "
                + codes.thresholds().banks()
                + " output banks; allowed: at most"
                + " groups = "
                + config.groups()
                + " of the configuration");
      }
    }
  }

  private static void requireBits(String name, String part, int bits, String field, int wanted) {
    if (bits != wanted) {
      throw new UserError(
          "layer "
              + name
              + ": "
              + part
              + " of "
              + bits
              + " bits; allowed: "
              + field
              + " = "
              + wanted
              + " of the configuration");
    }
  }

  /** Returns the low digits of the weights of an output and behind them the high ones. */
  private byte[] digits(String name, QuantizedWeights weights, int output, SlotMap slots) {
    if (weights.zeroPoint()[output] != WideWeightsOperand.ZERO) {
      throw new IllegalArgumentException(
          "layer %s: weights of 8 bits with the zero-point %d of output %d; allowed: %d"
              .formatted(name, weights.zeroPoint()[output], output, WideWeightsOperand.ZERO));
    }
    int[] channel = slots.slotChannel();
    byte[] row = new byte[channel.length];
    for (int s = 0; s < row.length; s++) {
      if (channel[s] != SlotMap.PADDING) {
        int code = weights.codes()[output][channel[s]] & 0xff;
        if (code >= WideWeightsOperand.CODES) {
          throw new IllegalArgumentException(
              "layer %s: weight code %d of output %d; allowed for weights in digits: 0 to %d"
                  .formatted(name, code, output, WideWeightsOperand.CODES - 1));
        }
        int weight = weights.signed(output, channel[s]);
        int digit = 2 * s / row.length;
        row[s] = (byte) WideWeightsOperand.digit(weight, digit, config.weightBits());
      }
    }
    return row;
  }

  private static byte[] signedRow(QuantizedWeights weights, int output, SlotMap slots) {
    int[] channel = slots.slotChannel();
    byte[] row = new byte[channel.length];
    for (int s = 0; s < row.length; s++) {
      row[s] = channel[s] == SlotMap.PADDING ? 0 : (byte) weights.signed(output, channel[s]);
    }
    return row;
  }

  /** Returns {@code sw * m * SUM(w - zo)}, what HLUQ's offset adds to the bias; else 0. */
  private static double foldedOffset(SnappedOperand input, QuantizedWeights weights, int output) {
    if (!(input.operand() instanceof HluqOperand hluq)) {
      return 0;
    }
    long sum = 0;
    for (int c = 0; c < weights.channels(); c++) {
      sum += weights.signed(output, c) - weights.offset(output);
    }
    return weights.scale()[output] * hluq.parameters().offset() * sum;
  }

  /**
   * Returns {@code SUM over channels c of m z_c (w - zo)}, with m of the group of c for CAG and of
   * the low digit for wide codes; else 0.
   */
  private static long constant(String name, long[] zero, QuantizedWeights weights, int output) {
    long constant = 0;
    int offset = weights.offset(output);
    for (int c = 0; c < zero.length; c++) {
      constant += zero[c] * (weights.signed(output, c) - offset);
    }
    long limit = 1L << Widths.CONSTANT - 1;
    if (constant < -limit || constant >= limit) {
      throw new UserError(
          "layer %s: the constant %d of output %d needs more than 48 bits"
              .formatted(name, constant, output));
    }
    return constant;
  }

  /** Returns the zero-point of every channel in units of s_0; none for codes without groups. */
  private static long[] scaledZeros(SnappedOperand input, int channels) {
    if (input.operand().grouped().isEmpty()) {
      return new long[0];
    }
    CagOperand groups = input.operand().grouped().get();
    int[] multipliers = input.grid().multipliers();
    long[] zero = new long[channels];
    Arrays.setAll(
        zero, c -> (long) multipliers[groups.groupOfChannel()[c]] * groups.zeroPoint()[c]);
    return zero;
  }

  /** Returns the float of a real number; one below the normal range counts as zero. */
  private static float normal(String name, int output, String what, double value) {
    float rounded = HwFloat.flush((float) value);
    if (!Float.isFinite(rounded)) {
      throw new UserError(
          "layer "
              + name
              + ": the "
              + what
              + " of output "
              + output
              + " is "
              + value
              + "; allowed: within the range of a 32-bit float");
    }
    return rounded;
  }
}
