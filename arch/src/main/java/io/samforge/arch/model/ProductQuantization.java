package io.samforge.arch.model;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import java.util.List;

/**
 * How a product of two activations is quantised, head by head.
 *
 * @param left quantiser of the left rows for every head; a single one counts for all heads
 * @param right quantiser of the right side for every head; a single one counts for all heads
 */
public record ProductQuantization(List<SnappedOperand> left, List<RightQuantization> right) {
  /** Copies the lists and refuses empty ones. */
  public ProductQuantization {
    left = List.copyOf(left);
    right = List.copyOf(right);
    if (left.isEmpty() || right.isEmpty()) {
      throw new IllegalArgumentException("a product needs a quantiser on both sides");
    }
    int bits = right.get(0).bits();
    if (right.stream().anyMatch(head -> head.bits() != bits)) {
      throw new IllegalArgumentException("heads whose right sides have different bits");
    }
  }

  /**
   * Returns the order of the left side of every head in the slots of an array, with the digits of
   * the right side when that has more bits than a weight; a single one counts for all heads.
   *
   * @param inner channels of the left side
   */
  public List<SlotMap> slots(int inner, AcceleratorConfig config) {
    return placed(config).stream()
        .map(operand -> operand.slots(inner, config.reductionLanes()))
        .toList();
  }

  /**
   * Returns the operand of every head as it stands in these slots; a single one counts for all
   * heads.
   */
  public List<Operand> placed(AcceleratorConfig config) {
    boolean digits = WideWeightsOperand.needed(right.get(0).bits(), config);
    return left.stream()
        .map(SnappedOperand::operand)
        .<Operand>map(
            operand -> digits ? new WideWeightsOperand(operand, config.weightBits()) : operand)
        .toList();
  }

  /** Returns the quantiser of the left rows of a head. */
  public SnappedOperand left(int head) {
    return left.get(left.size() == 1 ? 0 : head);
  }

  /** Returns the quantiser of the right side of a head. */
  public RightQuantization right(int head) {
    return right.get(right.size() == 1 ? 0 : head);
  }
}
