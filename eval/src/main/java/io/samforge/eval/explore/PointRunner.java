package io.samforge.eval.explore;

import java.util.List;
import java.util.function.Consumer;

/** Computes points, somewhere. */
public interface PointRunner extends AutoCloseable {
  /**
   * Computes some points.
   *
   * @param task what is computed
   * @param points which points
   * @param done hears every result when it is there, one at a time, in any order
   * @return the results in the order of the points
   */
  List<PointSpeed> run(PointTask task, List<DesignPoint> points, Consumer<PointSpeed> done);

  @Override
  void close();
}
