package io.samforge.eval.full;

import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.host.run.FloatTensor;
import java.util.Arrays;
import java.util.List;

/**
 * What goes into a unit and what the golden model says comes out of it, in a folder.
 *
 * @param folder the folder
 * @param unit the number of the unit
 */
record UnitTensors(TensorFolder folder, int unit) {
  /** Keeps the input of a chain. */
  void writeInput(FloatTensor input) {
    folder.write(name("in"), input);
  }

  /** Keeps both sides of products. */
  void writeSides(FloatTensor left, FloatTensor right) {
    folder.write(name("left"), left);
    folder.write(name("right"), right);
  }

  /** Keeps the floats that a step delivers. */
  void writeOutput(int index, FloatTensor output) {
    folder.write(name("out" + index), output);
  }

  /** Keeps the codes that a step delivers. */
  void writeOutput(int index, byte[][] codes) {
    folder.write(name("out" + index), codes);
  }

  /** Returns the input of a chain. */
  FloatTensor input(LinearStep first) {
    return folder.floats(name("in"), first.inputView().shape());
  }

  /** Returns the left side of products. */
  FloatTensor left(ProductStep step) {
    return folder.floats(
        name("left"), List.of((long) step.batch(), (long) step.tokens(), (long) step.inner()));
  }

  /** Returns the right side of products. */
  FloatTensor right(ProductStep step) {
    return folder.floats(
        name("right"), List.of((long) step.batch(), (long) step.inner(), (long) step.columns()));
  }

  /** Returns the codes that a step of a chain must deliver. */
  GoldenOutput codes(int index, LinearStep step) {
    byte[][] codes = folder.codes(name("out" + index), step.tokens(), step.outputChannels());
    return new GoldenOutput(null, null, codes);
  }

  /** Returns the floats that a step of a chain must deliver. */
  GoldenOutput floats(int index, LinearStep step) {
    MatrixView view = step.outputView();
    float[] tensor = folder.floats(name("out" + index), view.shape()).data();
    float[][] rows = new float[view.tokens()][view.channels()];
    for (int t = 0; t < rows.length; t++) {
      view.read(tensor, t, rows[t]);
    }
    return new GoldenOutput(null, rows, null);
  }

  /** Returns the floats that the products must deliver, in one tensor. */
  FloatTensor output(ProductStep step) {
    return folder.floats(name("out0"), step.shape());
  }

  /** Returns the floats that one product must deliver. */
  static GoldenOutput ofProduct(ProductStep step, FloatTensor output, int product) {
    float[][] rows = new float[step.tokens()][];
    for (int t = 0; t < rows.length; t++) {
      int at = (product * step.tokens() + t) * step.columns();
      rows[t] = Arrays.copyOfRange(output.data(), at, at + step.columns());
    }
    return new GoldenOutput(null, rows, null);
  }

  private String name(String what) {
    return "%03d.%s".formatted(unit, what);
  }
}
