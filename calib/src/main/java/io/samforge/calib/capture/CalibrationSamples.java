package io.samforge.calib.capture;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.host.run.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The samples of a model for all calibration images, read from the disk step by step. */
public final class CalibrationSamples {
  private final List<SampleFile> files;
  private final String identity;

  CalibrationSamples(List<SampleFile> files, String identity) {
    this.files = List.copyOf(files);
    this.identity = identity;
  }

  /** A digest of everything that the samples depend on. */
  public String identity() {
    return identity;
  }

  /**
   * Reads an output of the model for one image.
   *
   * @param image number of the image
   * @param output an output of the model
   * @throws io.samforge.arch.UserError when a file cannot be read
   */
  public FloatTensor output(int image, TensorShape output) {
    FloatBuffer floats =
        files.get(image).read(SampleCapture.section(output.name())).asFloatBuffer();
    return new FloatTensor(output.shape(), take(floats, Math.toIntExact(output.elements())));
  }

  /** The number of images. */
  public int images() {
    return files.size();
  }

  /**
   * Reads what was kept of the input of a linear step.
   *
   * @throws io.samforge.arch.UserError when a file cannot be read
   * @throws IllegalArgumentException when the step was not captured
   */
  public LinearSamples linear(LinearStep step) {
    int channels = step.channels();
    double[] min = new double[channels];
    double[] max = new double[channels];
    double[] least = new double[channels];
    double[] most = new double[channels];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    List<float[]> parts = new ArrayList<>();
    int total = 0;
    for (SampleFile file : files) {
      ByteBuffer bytes = file.read(step.name());
      require(bytes.getInt() == channels, step.name());
      int rows = bytes.getInt();
      FloatBuffer floats = bytes.asFloatBuffer();
      collect(floats, min, least, Math::min);
      collect(floats, max, most, Math::max);
      parts.add(take(floats, rows * channels));
      total += rows;
    }
    float[] all = new float[total * channels];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    int images = files.size();
    return new LinearSamples(
        new FloatMatrix(total, channels, all),
        ranges(
            channels, c -> new ChannelRange((float) (min[c] / images), (float) (max[c] / images))),
        ranges(channels, c -> new ChannelRange((float) least[c], (float) most[c])));
  }

  private static ChannelRange[] ranges(int channels, IntFunction<ChannelRange> ofChannel) {
    return IntStream.range(0, channels).mapToObj(ofChannel).toArray(ChannelRange[]::new);
  }

  private static void collect(
      FloatBuffer floats, double[] sums, double[] extremes, DoubleBinaryOperator outer) {
    for (int c = 0; c < sums.length; c++) {
      float value = floats.get();
      sums[c] += value;
      extremes[c] = outer.applyAsDouble(extremes[c], value);
    }
  }

  /**
   * Reads what was kept of both sides of a product.
   *
   * @throws io.samforge.arch.UserError when a file cannot be read
   * @throws IllegalArgumentException when the step was not captured
   */
  public ProductSamples product(ProductStep step) {
    List<ProductSamples.Window> windows = new ArrayList<>();
    for (SampleFile file : files) {
      ByteBuffer bytes = file.read(step.name());
      int count = bytes.getInt();
      require(bytes.getInt() == step.heads(), step.name());
      int rows = bytes.getInt();
      require(bytes.getInt() == step.inner() && bytes.getInt() == step.columns(), step.name());
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int window = 0; window < count; window++) {
        List<ProductSamples.Head> heads = new ArrayList<>();
        for (int head = 0; head < step.heads(); head++) {
          FloatMatrix left = new FloatMatrix(rows, step.inner(), take(floats, rows * step.inner()));
          FloatMatrix right =
              new FloatMatrix(
                  step.inner(), step.columns(), take(floats, step.inner() * step.columns()));
          heads.add(new ProductSamples.Head(left, right));
        }
        windows.add(new ProductSamples.Window(heads));
      }
    }
    return new ProductSamples(windows);
  }

  private static float[] take(FloatBuffer floats, int count) {
    float[] values = new float[count];
    floats.get(values);
    return values;
  }

  private static void require(boolean fits, String step) {
    if (!fits) {
      throw new IllegalArgumentException("the samples of " + step + " have another shape");
    }
  }
}
