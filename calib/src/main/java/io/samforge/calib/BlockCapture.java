package io.samforge.calib;

import io.samforge.arch.UserError;
import io.samforge.calib.model.Photograph;
import io.samforge.calib.onnx.Activation;
import io.samforge.calib.onnx.LinearLayer;
import io.samforge.calib.onnx.LinearLayers;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.onnx.TensorProbe;
import io.samforge.calib.quant.FloatMatrix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The float inputs and outputs of three linear layers of a transformer block for one photograph.
 *
 * <p>The tokens of qkv are those of the attention windows, padding included: a map of 64 x 64
 * tokens in windows of 7 x 7 makes 100 windows of 49 tokens. The two layers of the perceptron see
 * the 4096 tokens of the map.
 *
 * @param block path of the block, such as {@code layers.3/blocks.1}
 * @param qkv the projection to queries, keys and values
 * @param fc1 the first layer of the perceptron; GELU follows
 * @param fc2 the second layer of the perceptron; its input is the result of GELU
 */
public record BlockCapture(String block, Layer qkv, Layer fc1, Layer fc2) {
  /**
   * One layer and what passed through it.
   *
   * @param linear the layer
   * @param input shape [tokens][inputs]
   * @param output bias included, before the activation, shape [tokens][outputs]
   */
  public record Layer(LinearLayer linear, FloatMatrix input, FloatMatrix output) {}

  /**
   * Runs the encoder on {@code photograph} up to the end of {@code block}.
   *
   * @throws UserError if the block lacks one of the layers or fc2 does not read GELU of fc1
   */
  public static BlockCapture of(OnnxGraph encoder, Photograph photograph, String block) {
    String path = block.startsWith("/") ? block.substring(1) : block;
    LinearLayers layers = new LinearLayers(encoder);
    LinearLayer qkv = layers.find(path + "/attn/qkv");
    LinearLayer fc1 = layers.find(path + "/mlp/fc1");
    LinearLayer fc2 = layers.find(path + "/mlp/fc2");
    if (!fc1.activation().equals(new Activation.Gelu(fc2.input()))) {
      throw new UserError("%s does not read the GELU of %s".formatted(fc2.name(), fc1.name()));
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (LinearLayer layer : List.of(qkv, fc1, fc2)) {
      wanted.add(layer.input());
      wanted.add(layer.output());
    }
    long[] shape = {1, 3, Photograph.SIDE, Photograph.SIDE};
    Map<String, OnnxTensorData> values =
        new TensorProbe(encoder).run("input", photograph.pixels(), shape, List.copyOf(wanted));
    return new BlockCapture(path, layer(qkv, values), layer(fc1, values), layer(fc2, values));
  }

  private static Layer layer(LinearLayer linear, Map<String, OnnxTensorData> values) {
    return new Layer(
        linear, values.get(linear.input()).asMatrix(), values.get(linear.output()).asMatrix());
  }
}
