package io.samforge.host.run;

import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.Progress;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StepLayers;
import io.samforge.arch.pack.ModelPackage;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Computes quantised steps with the golden model: bit for bit what the accelerator delivers. Steps
 * that the plan does not cover go to another engine.
 */
public final class GoldenEngine implements StepEngine {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private final StepLayers layers;
  private final StepEngine fallback;
  private final CodeListener listener;
  private final Object listening = new Object();
  private final GoldenModel golden = new GoldenModel(THREADS, Progress.NONE);
  private final Map<String, GemmLayer> layerOfStep = new HashMap<>();
  private final Map<String, OperandCodec> codecOfStep = new HashMap<>();
  private final Map<String, ProductOperands> operandsOfProduct = new HashMap<>();

  /**
   * Prepares the steps of a quantised model.
   *
   * @param fallback computes the steps that are not quantised; closed with this engine
   */
  public GoldenEngine(StepLayers layers, StepEngine fallback) {
    this(layers, fallback, CodeListener.NONE);
  }

  private GoldenEngine(StepLayers layers, StepEngine fallback, CodeListener listener) {
    this.layers = layers;
    this.fallback = fallback;
    this.listener = listener;
  }

  /**
   * Prepares a function of a package, whose steps are all quantised or of the host.
   *
   * @throws io.samforge.arch.UserError when the package has no such function
   */
  public static GoldenEngine of(ModelPackage model, String function) {
    return of(model, function, CodeListener.NONE);
  }

  /**
   * Prepares a function of a package and shows the codes that are made of floats: those that the
   * host makes when a device computes, in the same order.
   *
   * @throws io.samforge.arch.UserError when the package has no such function
   */
  public static GoldenEngine of(ModelPackage model, String function, CodeListener listener) {
    return new GoldenEngine(model.layers(function), new NoEngine(), listener);
  }

  @Override
  public StepValue linear(LinearStep step, StepValue input) {
    if (!layers.covers(step)) {
      return fallback.linear(step, input);
    }
    GemmLayer layer = layerOfStep.computeIfAbsent(step.name(), name -> layers.linear(step));
    byte[][] codes = codes(step, layer, input);
    if (layer.output() instanceof CodeOutput) {
      return new CodeTensor(golden.codes(layer, codes));
    }
    return new FloatTensor(
        step.outputView().shape(),
        MatrixRows.tensor(step.outputView(), golden.values(layer, codes)));
  }

  private byte[][] codes(LinearStep step, GemmLayer layer, StepValue input) {
    if (input instanceof CodeTensor encoded) {
      if (listener != CodeListener.NONE) {
        int levels = layer.operand().codes();
        listener.counted(step.name(), CodeEnds.of(encoded.codes(), levels));
      }
      return encoded.codes();
    }
    OperandCodec codec =
        codecOfStep.computeIfAbsent(
            step.name(), name -> new OperandCodec(layer.operand(), step.channels()));
    byte[][] codes = codec.encode(step.inputView(), ((FloatTensor) input).data());
    tell(step.name(), codes, codec.lastCode());
    return codes;
  }

  private void tell(String step, byte[][] codes, int lastCode) {
    if (listener != CodeListener.NONE) {
      CodeEnds ends = CodeEnds.of(codes, lastCode + 1);
      synchronized (listening) {
        listener.counted(step, ends);
      }
    }
  }

  @Override
  public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
    return layers.covers(step)
        ? covered(ProductSlice.whole(step), left, right)
        : fallback.product(step, left, right);
  }

  @Override
  public boolean slices(ProductStep step) {
    return layers.covers(step) || fallback.slices(step);
  }

  @Override
  public FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right) {
    return layers.covers(slice.step())
        ? covered(slice, left, right)
        : fallback.slice(slice, left, right);
  }

  private FloatTensor covered(ProductSlice slice, FloatTensor left, FloatTensor right) {
    ProductStep step = slice.step();
    ProductOperands operands =
        operandsOfProduct.computeIfAbsent(step.name(), name -> new ProductOperands(layers, step));
    float[] output = new float[slice.count() * step.tokens() * step.columns()];
    // Products are many and small: one thread for each, and a model that starts none itself.
    boolean many = slice.count() >= 2 * THREADS;
    IntStream products = IntStream.range(0, slice.count());
    (many ? products.parallel() : products)
        .forEach(
            i -> {
              byte[][] codes = operands.left(left, i, slice.first() + i);
              tell(step.name(), codes, operands.lastCode());
              float[][] values =
                  (many ? new GoldenModel() : golden)
                      .values(operands.layer(right, i, slice.first() + i), codes);
              copy(values, output, i * step.tokens() * step.columns());
            });
    return new FloatTensor(slice.shape(), output);
  }

  private static void copy(float[][] rows, float[] output, int at) {
    for (int t = 0; t < rows.length; t++) {
      System.arraycopy(rows[t], 0, output, at + t * rows[t].length, rows[t].length);
    }
  }

  @Override
  public void close() {
    fallback.close();
  }

  /** Stands where no step is left to compute. */
  private record NoEngine() implements StepEngine {
    @Override
    public StepValue linear(LinearStep step, StepValue input) {
      throw new IllegalArgumentException("no unit computes " + step.name());
    }

    @Override
    public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
      throw new IllegalArgumentException("no unit computes " + step.name());
    }
  }
}
