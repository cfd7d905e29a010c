package io.samforge.calib;

import io.samforge.arch.format.Quantizer;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.Sqnr;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what the accelerator delivers with the float model, layer by layer.
 *
 * <p>Every layer gets the codes that the layer before it delivered, so the noise of a chain adds up
 * as it does on the accelerator. The float references are those of the unquantised model.
 */
public final class ChainAccuracy {
  private final GoldenModel golden;

  /** Makes a comparison that computes with {@code golden}. */
  public ChainAccuracy(GoldenModel golden) {
    this.golden = golden;
  }

  /**
   * The accuracy of one layer.
   *
   * @param layer name of the layer
   * @param output what the golden model computed, bit for bit what the hardware delivers
   * @param linearDecibels SQNR of y, the float result before activation and encoding
   * @param outputDecibels SQNR of what the output stands for: y itself for floats, the decoded
   *     codes against the float activation otherwise
   */
  public record LayerAccuracy(
      String layer, GoldenOutput output, double linearDecibels, double outputDecibels) {}

  /** Computes all layers of {@code chain} in order. */
  public List<LayerAccuracy> of(CalibratedChain chain) {
    List<LayerAccuracy> accuracies = new ArrayList<>();
    byte[][] codes = chain.inputCodes();
    for (int i = 0; i < chain.layers().size(); i++) {
      CalibratedLayer layer = chain.layers().get(i);
      GoldenOutput output = golden.run(layer.layer(), codes);
      double linear = Sqnr.decibels(layer.linear(), FloatMatrix.ofRows(output.values()));
      double delivered = linear;
      if (output.codes() != null) {
        GemmLayer reader = chain.layers().get(i + 1).layer();
        delivered = Sqnr.decibels(layer.reference(), decoded(output.codes(), reader));
      }
      accuracies.add(new LayerAccuracy(layer.layer().name(), output, linear, delivered));
      codes = output.codes();
    }
    return accuracies;
  }

  private static FloatMatrix decoded(byte[][] codes, GemmLayer reader) {
    Quantizer quantizer = quantizer(reader);
    float[][] values = new float[codes.length][codes[0].length];
    for (int t = 0; t < codes.length; t++) {
      for (int c = 0; c < codes[t].length; c++) {
        values[t][c] = (float) quantizer.decode(codes[t][c] & 0xff);
      }
    }
    return FloatMatrix.ofRows(values);
  }

  private static Quantizer quantizer(GemmLayer reader) {
    if (reader.operand() instanceof HluqOperand hybrid) {
      return hybrid.parameters();
    }
    throw new IllegalArgumentException(reader.name() + " does not read hybrid codes");
  }
}
