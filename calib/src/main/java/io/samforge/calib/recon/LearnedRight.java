package io.samforge.calib.recon;

import ai.djl.ndarray.NDManager;
import io.samforge.arch.model.RightQuantization;
import java.util.stream.IntStream;

/**
 * The right side of a product with its quantiser for training.
 *
 * @param start the quantiser before training
 * @param quantizer the quantiser; values are [...][columns]
 * @param free whether its scales may change
 */
record LearnedRight(RightQuantization start, UniformFakeQuantizer quantizer, boolean free) {

  /** Makes the quantiser of a right side. */
  static LearnedRight of(
      NDManager manager, RightQuantization start, int columns, ScaleRates rates) {
    boolean single = start.scale().length == 1;
    int[] scaleOfColumn = single ? new int[columns] : IntStream.range(0, columns).toArray();
    int[] zeroPoint = IntStream.range(0, columns).map(start::zeroPoint).toArray();
    LearnedTensor scales = rates.learned(manager, start.scale());
    return new LearnedRight(
        start,
        new UniformFakeQuantizer(manager, start.bits(), scales, scaleOfColumn, zeroPoint, false),
        rates.rate() > 0);
  }

  /** Returns the quantiser with the learned scales. */
  RightQuantization result() {
    if (!free) {
      return start;
    }
    double[] scales = ScaleRates.values(quantizer.learned().get(0));
    return new RightQuantization(start.bits(), start.codes(), scales, start.zeroPoint());
  }
}
