package io.samforge.eval.network;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The products of a network that is given as ONNX. */
public final class GraphNetwork {
  private GraphNetwork() {}

  /**
   * Reads an image encoder and keeps what the accelerator takes of it, the convolution of the
   * picture included.
   *
   * @throws io.samforge.arch.UserError if the file is missing or no model
   */
  public static Network read(String name, Path encoder) {
    return of(name, GraphReader.read(encoder, GraphOptions.encoder().withPatchEmbedding()).graph());
  }

  /** Returns the accelerated products of a graph. */
  public static Network of(String name, StagedGraph graph) {
    List<NetworkLayer> layers = new ArrayList<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof LinearStep linear) {
        layers.add(
            new NetworkLayer(
                linear.name(),
                1,
                linear.tokens(),
                linear.channels(),
                linear.outputChannels(),
                OperandUse.of(linear.origin()),
                linear.activation() != ActivationFunction.IDENTITY));
      } else if (step instanceof ProductStep product) {
        layers.add(
            new NetworkLayer(
                product.name(),
                product.batch(),
                product.tokens(),
                product.inner(),
                product.columns(),
                OperandUse.of(product.origin()),
                false,
                product.deliversLogits()));
      }
    }
    return new Network(name, layers);
  }
}
