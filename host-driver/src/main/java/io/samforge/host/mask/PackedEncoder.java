package io.samforge.host.mask;

import io.samforge.arch.UserError;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.util.List;
import java.util.Map;

/** The image encoder of a model package. Called from one thread. */
public final class PackedEncoder implements AutoCloseable {
  private static final List<Long> PICTURE =
      List.of(1L, 3L, (long) ImageSize.FRAME, (long) ImageSize.FRAME);
  private static final List<Long> EMBEDDING = List.of(1L, 256L, 64L, 64L);

  private final String input;
  private final StepEngine engine;
  private final GraphExecutor executor;

  /**
   * Prepares an encoder.
   *
   * @param function one input [1,3,1024,1024], one output [1,256,64,64]
   * @param engine computes its accelerated steps; closed with the encoder
   * @param listener hears of finished steps
   * @throws UserError when the function is no image encoder
   */
  public PackedEncoder(PackedFunction function, StepEngine engine, StepListener listener) {
    this.input = only("reads", function.graph().inputs(), PICTURE);
    only("delivers", function.graph().outputs(), EMBEDDING);
    this.engine = engine;
    this.executor = new GraphExecutor(function.graph(), function.hostParts(), engine, listener);
  }

  private static String only(String what, List<TensorShape> tensors, List<Long> wanted) {
    if (tensors.size() != 1 || !tensors.get(0).shape().equals(wanted)) {
      throw new UserError(
          "the image encoder of the model package %s %s; allowed: one tensor of %s"
              .formatted(what, TensorList.text(tensors), wanted));
    }
    return tensors.get(0).name();
  }

  /**
   * Returns the embedding of a picture, shape [1,256,64,64].
   *
   * @param pixels normalised values, shape [3][1024][1024], red first
   * @throws UserError when a step fails, with its name
   */
  public FloatTensor encode(float[] pixels) {
    Map<String, FloatTensor> outputs =
        executor.run(Map.of(input, new FloatTensor(PICTURE, pixels)));
    return outputs.values().iterator().next();
  }

  /** Takes the last embedding back when nobody reads it any more. */
  public void release(FloatTensor embedding) {
    executor.release(embedding);
  }

  @Override
  public void close() {
    executor.close();
    engine.close();
  }
}
