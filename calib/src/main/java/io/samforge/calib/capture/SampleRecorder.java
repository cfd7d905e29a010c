package io.samforge.calib.capture;

import io.samforge.arch.UserError;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.StepObserver;
import io.samforge.host.run.StepValue;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the samples of one image: a section of bytes for every step, big-endian.
 *
 * <p>A linear step: channels, rows, the smallest and the largest value of every channel, the rows.
 * A product: windows, heads, left rows, inner, columns; then for every window and head the left
 * rows and the right side.
 */
final class SampleRecorder implements StepObserver {
  private static final int PRODUCT_INTEGERS = 5;

  private final SamplePlan plan;
  private final int image;
  private final Map<String, byte[]> sections = new LinkedHashMap<>();

  /** Makes a recorder for one image, numbered from 0. */
  SampleRecorder(SamplePlan plan, int image) {
    this.plan = plan;
    this.image = image;
  }

  /** What was recorded, by the names of the steps. */
  Map<String, byte[]> sections() {
    return sections;
  }

  @Override
  public void linear(LinearStep step, StepValue input) {
    float[] tensor = ((FloatTensor) input).data();
    ChannelExtremes extremes = ChannelExtremes.of(step.inputView(), tensor);
    if (!extremes.finite()) {
      throw new UserError("its input has values that are not finite");
    }
    int[] rows = plan.rows(step, image);
    int channels = step.channels();
    ByteBuffer bytes = section(2, (long) (2 + rows.length) * channels);
    bytes.putInt(channels).putInt(rows.length);
    FloatBuffer floats = bytes.asFloatBuffer().put(extremes.min()).put(extremes.max());
    float[] row = new float[channels];
    for (int token : rows) {
      step.inputView().read(tensor, token, row);
      floats.put(row);
    }
    sections.put(step.name(), bytes.array());
  }

  @Override
  public void product(ProductSlice slice, FloatTensor left, FloatTensor right) {
    ProductStep step = slice.step();
    int[] windows = plan.windows(step, image);
    int[] rows = plan.leftRows(step, image);
    int rightSize = step.inner() * step.columns();
    int headSize = Math.addExact(Math.multiplyExact(rows.length, step.inner()), rightSize);
    byte[] whole =
        sections.computeIfAbsent(
            step.name(), name -> productSection(step, windows.length, rows.length, headSize));
    FloatBuffer floats =
        ByteBuffer.wrap(whole).position(PRODUCT_INTEGERS * Integer.BYTES).asFloatBuffer();
    for (int i = 0; i < windows.length * step.heads(); i++) {
      int at = windows[i / step.heads()] * step.heads() + i % step.heads() - slice.first();
      if (at >= 0 && at < slice.count()) {
        floats.position(i * headSize);
        for (int row : rows) {
          floats.put(left.data(), (at * step.tokens() + row) * step.inner(), step.inner());
        }
        floats.put(right.data(), at * rightSize, rightSize);
      }
    }
  }

  private static byte[] productSection(ProductStep step, int windows, int rows, int headSize) {
    ByteBuffer bytes = section(PRODUCT_INTEGERS, (long) windows * step.heads() * headSize);
    bytes.putInt(windows).putInt(step.heads());
    bytes.putInt(rows).putInt(step.inner()).putInt(step.columns());
    return bytes.array();
  }

  private static ByteBuffer section(int integers, long floats) {
    return ByteBuffer.allocate(
        Math.toIntExact(integers * (long) Integer.BYTES + floats * Float.BYTES));
  }
}
