package io.samforge.arch.layer;

import io.samforge.arch.format.Quantizer;
import java.util.Optional;
import java.util.stream.IntStream;

/** How the operand codes of a layer stand for real numbers (architecture, section 3). */
public sealed interface Operand
    permits CagOperand, HluqOperand, Log2Operand, WideOperand, WideWeightsOperand {
  /** Returns the bits of a code. */
  int bits();

  /** Returns the bits of what a slot holds: those of a code, or of one of its digits. */
  default int slotBits() {
    return bits();
  }

  /** Returns the number of codes that occur, from 0 on. */
  default int codes() {
    return 1 << bits();
  }

  /**
   * Returns the number of entries j: one per channel group, the two paths of HLUQ, one per residue
   * class of log2 codes, or one per digit of wide codes.
   */
  int entries();

  /** Returns the quantiser of an input channel: what encodes its values. */
  Quantizer quantizer(int channel);

  /** Returns the real value s_j of one unit of an entry. */
  double entryScale(int entry);

  /** Returns the integer e that a code contributes to an entry. */
  int entryValue(int entry, int code);

  /** Returns how the code of a channel is written into the channel's slots. */
  default SlotCode slotCode() {
    return new SlotCode.Plain();
  }

  /**
   * Returns the order in which the channels enter an array of K reduction lanes.
   *
   * @throws IllegalArgumentException when the operand was made for another number of channels
   */
  SlotMap slots(int channels, int reductionLanes);

  /**
   * Returns the grid that meets the entry scales best.
   *
   * @param most the largest multiplier that may be used, 255..65535
   */
  default ScaleGrid nearestGrid(int most) {
    return ScaleGrid.of(
        most, IntStream.range(0, entries()).mapToDouble(this::entryScale).toArray());
  }

  /** Returns the groups of channels of uniform codes; empty for codes of other kinds. */
  default Optional<CagOperand> grouped() {
    Operand codes = ofCodes();
    if (codes instanceof WideOperand wide) {
      return Optional.of(wide.uniform());
    }
    return codes instanceof CagOperand cag ? Optional.of(cag) : Optional.empty();
  }

  /** Returns the operand whose codes the host writes: this one without the digits of weights. */
  default Operand ofCodes() {
    return this;
  }

  /** Returns the same operand with its entry scales replaced. */
  Operand withEntryScales(double[] scales);
}
