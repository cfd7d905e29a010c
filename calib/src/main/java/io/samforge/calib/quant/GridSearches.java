package io.samforge.calib.quant;

import io.samforge.arch.layer.QuantizedWeights;
import java.util.function.IntConsumer;

/**
 * The two searches that take nearly all the time of a calibration.
 *
 * <p>Both are pure functions of their arguments, so a result may be computed or remembered.
 */
public interface GridSearches {
  /** Computes every search. */
  GridSearches COMPUTED =
      new GridSearches() {
        @Override
        public QuantizedWeights weights(FloatMatrix weights, int bits, IntConsumer progress) {
          return new WeightQuantizer(bits).quantize(weights, progress);
        }

        @Override
        public HluqSearch.Outcome hybrid(FloatMatrix input, FloatMatrix weights, int bits) {
          return new HluqSearch(bits).search(input, weights);
        }
      };

  /**
   * Quantises weights as {@link WeightQuantizer#quantize} does.
   *
   * @param weights shape [outputs][inputs]
   * @param bits bits of a weight code
   * @param progress is told the number of each output when it is done, from any thread
   */
  QuantizedWeights weights(FloatMatrix weights, int bits, IntConsumer progress);

  /**
   * Splits range and codes of a tensor as {@link HluqSearch#search} does.
   *
   * @param input shape [tokens][channels]
   * @param weights of the layer that reads it, shape [outputs][channels]
   * @param bits bits of an activation code
   */
  HluqSearch.Outcome hybrid(FloatMatrix input, FloatMatrix weights, int bits);
}
