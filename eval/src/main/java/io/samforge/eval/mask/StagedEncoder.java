package io.samforge.eval.mask;

import io.samforge.arch.model.TensorShape;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.model.Photograph;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.util.Map;

/** An image encoder cut into steps: its host parts in ONNX Runtime, all others in an engine. */
public final class StagedEncoder implements ImageEncoder {
  private final TensorShape input;
  private final StepEngine engine;
  private final GraphExecutor executor;

  /**
   * Prepares an encoder of one input and one output.
   *
   * @param engine computes its accelerated steps; closed with the encoder
   */
  public StagedEncoder(StagedModel model, StepEngine engine) {
    this.input = model.graph().inputs().get(0);
    this.engine = engine;
    this.executor = new GraphExecutor(model.graph(), model.hostParts(), engine, StepListener.NONE);
  }

  @Override
  public FloatTensor encode(Photograph photograph) {
    FloatTensor pixels = new FloatTensor(input.shape(), photograph.pixels());
    return executor.run(Map.of(input.name(), pixels)).values().iterator().next();
  }

  @Override
  public void close() {
    executor.close();
    engine.close();
  }
}
