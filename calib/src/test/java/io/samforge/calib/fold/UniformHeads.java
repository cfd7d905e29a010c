package io.samforge.calib.fold;

import io.samforge.arch.format.UniformParameters;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.RangeSearch;
import java.util.ArrayList;
import java.util.List;

/**
 * A uniform quantiser for the queries and one for the keys of every head: the plainest way to
 * quantise a product, which suffers most from channels of different widths.
 *
 * @param queries one for each head
 * @param keys one for each head
 */
public record UniformHeads(List<UniformParameters> queries, List<UniformParameters> keys) {
  /** Copies the lists. */
  public UniformHeads {
    queries = List.copyOf(queries);
    keys = List.copyOf(keys);
  }

  /** The quantisers that reach from the smallest to the largest sample. */
  public static UniformHeads of(ProductSamples samples, int bits) {
    List<UniformParameters> queries = new ArrayList<>();
    List<UniformParameters> keys = new ArrayList<>();
    for (int h = 0; h < samples.heads(); h++) {
      ChannelRange left = null;
      ChannelRange right = null;
      for (ProductSamples.Window window : samples.windows()) {
        left = union(left, ChannelRange.ofAll(window.heads().get(h).left()));
        right = union(right, ChannelRange.ofAll(window.heads().get(h).right()));
      }
      queries.add(RangeSearch.whole(left, bits));
      keys.add(RangeSearch.whole(right, bits));
    }
    return new UniformHeads(queries, keys);
  }

  private static ChannelRange union(ChannelRange known, ChannelRange added) {
    return known == null
        ? added
        : new ChannelRange(Math.min(known.min(), added.min()), Math.max(known.max(), added.max()));
  }

  /**
   * Returns the power of the error that rounding makes in the products of {@code samples}, as a
   * share of the power of the products.
   */
  public double noise(ProductSamples samples) {
    double signal = 0;
    double noise = 0;
    for (ProductSamples.Window window : samples.windows()) {
      for (int h = 0; h < queries.size(); h++) {
        ProductSamples.Head head = window.heads().get(h);
        float[] exact = head.left().times(head.right()).toArray();
        FloatMatrix left = rounded(head.left(), queries.get(h));
        float[] found = left.times(rounded(head.right(), keys.get(h))).toArray();
        for (int i = 0; i < exact.length; i++) {
          double difference = (double) exact[i] - found[i];
          signal += (double) exact[i] * exact[i];
          noise += difference * difference;
        }
      }
    }
    return noise / signal;
  }

  private static FloatMatrix rounded(FloatMatrix values, UniformParameters quantizer) {
    float[] rounded = values.toArray();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) quantizer.decode(quantizer.encode(rounded[i]));
    }
    return new FloatMatrix(values.rows(), values.columns(), rounded);
  }

  /** The noise in decibels below the products: signal to quantisation noise ratio. */
  public double decibels(ProductSamples samples) {
    return -10 * Math.log10(noise(samples));
  }
}
