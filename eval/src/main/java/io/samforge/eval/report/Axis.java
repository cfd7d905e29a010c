package io.samforge.eval.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Values from 0 to a round number above the largest.
 *
 * @param top the round number
 * @param step distance of the marks
 */
record Axis(double top, double step) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};
  private static final int MARKS = 5;

  /** Returns an axis that holds a value; at most five steps long. */
  static Axis upTo(double largest) {
    double needed = largest > 0 ? largest : 1;
    double unit = Math.pow(10, Math.floor(Math.log10(needed / MARKS)));
    for (double factor : STEPS) {
      double step = factor * unit;
      if (step * MARKS >= needed) {
        return new Axis(step * Math.ceil(needed / step - 1e-9), step);
      }
    }
    throw new IllegalArgumentException("no axis for " + largest);
  }

  /** Returns all marks, 0 among them. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
      marks.add(i * step);
    }
    return marks;
  }
}
