package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.samforge.arch.model.ProductQuantization;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A product in training.
 *
 * @param left operands of the heads; a single one counts for all
 * @param right quantisers of the right side of the heads; a single one counts for all
 */
record LearnedProduct(List<LearnedOperand> left, List<LearnedRight> right) {
  /** Copies the lists. */
  LearnedProduct {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  /** Returns left values [windows][heads][tokens][inner] rounded by a function. */
  NDArray roundLeft(NDArray values, BiFunction<FakeQuantizer, NDArray, NDArray> round) {
    return byHead(left.stream().map(LearnedOperand::quantizer).toList(), values, round);
  }

  /** Returns right values [windows][heads][inner][columns] rounded by a function. */
  NDArray roundRight(NDArray values, BiFunction<FakeQuantizer, NDArray, NDArray> round) {
    return byHead(right.stream().map(LearnedRight::quantizer).toList(), values, round);
  }

  private static NDArray byHead(
      List<? extends FakeQuantizer> quantizers,
      NDArray values,
      BiFunction<FakeQuantizer, NDArray, NDArray> round) {
    if (quantizers.size() == 1) {
      return round.apply(quantizers.get(0), values);
    }
    NDList heads = new NDList();
    for (int head = 0; head < quantizers.size(); head++) {
      NDArray own = SelectionOperators.slice(values, 1, head, head + 1, 1);
      heads.add(round.apply(quantizers.get(head), own));
    }
    return NDArrays.concat(heads, 1);
  }

  /** Returns the quantisers. */
  ProductQuantization result() {
    return new ProductQuantization(
        left.stream().map(LearnedOperand::result).toList(),
        right.stream().map(LearnedRight::result).toList());
  }
}
