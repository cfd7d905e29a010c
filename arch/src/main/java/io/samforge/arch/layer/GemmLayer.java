package io.samforge.arch.layer;

import io.samforge.arch.config.Widths;
import io.samforge.arch.format.HwFloat;

/**
 * One matrix product of the accelerator with everything that its integers and floats are made of
 * (architecture, section 3).
 *
 * <p>Weights are not copied; they must not change.
 *
 * @param name a name for messages and logs
 * @param tokens N, rows of activations
 * @param input the operand and the grid of its entry scales: m_j and s_0
 * @param slots the order of the operand channels
 * @param weightBits bits of a weight
 * @param weights signed weights w, [outputs][slots]; 0 on padding
 * @param weightOffset zo of every output
 * @param scale S of every output, normal or zero
 * @param bias B of every output, normal or zero
 * @param constant C of every output, signed 48 bits
 * @param output what the layer delivers
 */
public record GemmLayer(
    String name,
    int tokens,
    SnappedOperand input,
    SlotMap slots,
    int weightBits,
    byte[][] weights,
    int[] weightOffset,
    float[] scale,
    float[] bias,
    long[] constant,
    OutputSpec output) {

  /** Rejects arrays that do not fit together and numbers that the hardware does not have. */
  public GemmLayer {
    check(tokens >= 1, name, "tokens " + tokens + "; allowed: at least 1");
    check(!name.isBlank(), name, "the name is blank");
    int outputs = weights.length;
    check(
        outputs >= 1
            && weightOffset.length == outputs
            && scale.length == outputs
            && bias.length == outputs
            && constant.length == outputs,
        name,
        "the arrays of " + outputs + " output channels have different lengths");
    check(
        slots.code().equals(input.operand().slotCode()),
        name,
        "the slots hold other codes than those of the operand");
    input.operand().grouped().ifPresent(groups -> checkGroups(name, groups, slots));
    if (output instanceof CodeOutput codes) {
      check(
          codes.bankOfChannel().length == outputs,
          name,
          codes.bankOfChannel().length + " banks for " + outputs + " output channels");
    }
    int weightDigits = digits(input);
    for (int o = 0; o < outputs; o++) {
      checkWeights(name, o, weights[o], slots, weightBits, weightDigits);
      checkNumbers(name, o, weightDigits, weightBits, weightOffset[o], constant[o]);
      checkFloats(name, o, scale[o], bias[o]);
    }
  }

  /** Returns the operand. */
  public Operand operand() {
    return input.operand();
  }

  /** Returns m_j of every entry. */
  public int[] multipliers() {
    return input.grid().multipliers();
  }

  /** Returns s_0. */
  public double baseScale() {
    return input.grid().baseScale();
  }

  /** Returns the number of input channels. */
  public int channels() {
    return slots.channels();
  }

  /** Returns the number of output channels. */
  public int outputs() {
    return weights.length;
  }

  /** Returns how many digits of weightBits each make a weight, one half of the slots for each. */
  public int weightDigits() {
    return digits(input);
  }

  private static int digits(SnappedOperand input) {
    return input.operand() instanceof WideWeightsOperand ? 2 : 1;
  }

  /** Returns the multiply-accumulate operations of the layer, without padding. */
  public long macs() {
    return (long) tokens * channels() * outputs();
  }

  /** Returns the same layer for another number of tokens. */
  public GemmLayer withTokens(int newTokens) {
    return new GemmLayer(
        name,
        newTokens,
        input,
        slots,
        weightBits,
        weights,
        weightOffset,
        scale,
        bias,
        constant,
        output);
  }

  private static void checkGroups(String name, CagOperand cag, SlotMap slots) {
    check(
        cag.groupOfChannel().length == slots.channels(),
        name,
        cag.groupOfChannel().length + " grouped channels, " + slots.channels() + " in the slots");
    int[] channels = slots.slotChannel();
    int[] entries = slots.slotEntry();
    int copySlots = slots.copySlots();
    for (int s = 0; s < channels.length; s++) {
      int group = entries[s] - s / copySlots * cag.entries();
      if (channels[s] != SlotMap.PADDING && cag.groupOfChannel()[channels[s]] != group) {
        throw wrong(name, "slot " + s + " is not in the group of channel " + channels[s]);
      }
    }
  }

  private static void checkWeights(
      String name, int output, byte[] row, SlotMap slots, int weightBits, int weightDigits) {
    if (row.length != slots.slots()) {
      throw wrong(
          name,
          "output " + output + " has " + row.length + " weights for " + slots.slots() + " slots");
    }
    int[] channels = slots.slotChannel();
    int copySlots = slots.copySlots();
    int digitSlots = slots.slots() / weightDigits;
    for (int s = 0; s < row.length; s++) {
      int first = s < copySlots ? s : s / digitSlots * digitSlots + s % copySlots;
      boolean allowed = channels[s] == SlotMap.PADDING ? row[s] == 0 : inSigned(row[s], weightBits);
      if (!allowed || row[s] != row[first]) {
        throw new IllegalArgumentException(
            String.format(
                "layer %s: weight %d of output %d, slot %d %s",
                name,
                row[s],
                output,
                s,
                allowed ? "is not that of the other copies" : "is out of range"));
      }
    }
  }

  // Layers of products are made for every picture: no message before it is needed.
  private static void checkNumbers(
      String name, int output, int weightDigits, int weightBits, int weightOffset, long constant) {
    if (weightDigits != 1 && weightOffset != 0) {
      throw wrong(name, "weight offset " + weightOffset + "; allowed for weights in digits: 0");
    }
    if (!inSigned(weightOffset, weightBits)) {
      throw wrong(name, "weight offset " + weightOffset);
    }
    if (!inSigned(constant, Widths.CONSTANT)) {
      throw wrong(
          name, "the constant " + constant + " of output " + output + " needs more than 48 bits");
    }
  }

  private static void checkFloats(String name, int output, float scale, float bias) {
    if (!HwFloat.normalOrZero(scale) || !HwFloat.normalOrZero(bias)) {
      throw wrong(
          name,
          "output %d has the scale %s and the bias %s; allowed: zero or a normal float"
              .formatted(output, scale, bias));
    }
  }

  private static boolean inSigned(long value, int bits) {
    return value >= -(1L << bits - 1) && value < 1L << bits - 1;
  }

  private static void check(boolean condition, String name, String message) {
    if (!condition) {
      throw wrong(name, message);
    }
  }

  private static IllegalArgumentException wrong(String name, String message) {
    return new IllegalArgumentException("layer " + name + ": " + message);
  }
}
