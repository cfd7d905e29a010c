package io.samforge.calib.plan;

import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.calib.ProgressListener;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.RangeWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records in a package how often codes lie at the ends of their range on calibration pictures. The
 * quantised encoder itself runs, on the golden model: what a host counts later is comparable.
 */
public final class RangeRecorder {
  private static final String ENCODER = "encoder";

  private RangeRecorder() {}

  /**
   * Returns the package with the shares in its calibration.
   *
   * @param inputs the encoder's input for each picture
   * @param progress is told of every picture
   */
  public static ModelPackage record(
      ModelPackage model, List<FloatTensor> inputs, ProgressListener progress) {
    PackedFunction encoder = model.function(ENCODER);
    TensorShape input = encoder.graph().inputs().get(0);
    RangeWatch watch = new RangeWatch(model);
    List<Map<String, double[]>> pictures = new ArrayList<>();
    try (GoldenEngine engine = GoldenEngine.of(model, ENCODER, watch);
        GraphExecutor executor =
            new GraphExecutor(encoder.graph(), encoder.hostParts(), engine, StepListener.NONE);
        ProgressListener.Task task = progress.start("ends of code ranges", inputs.size())) {
      for (FloatTensor picture : inputs) {
        watch.begin();
        executor.run(Map.of(input.name(), picture));
        pictures.add(watch.shares());
        task.step();
      }
    }
    return model.withCalibration(RangeWatch.FIELD, RangeWatch.bands(pictures));
  }
}
