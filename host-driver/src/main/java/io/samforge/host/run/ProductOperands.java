package io.samforge.host.run;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StepLayers;
import io.samforge.arch.program.ActivationLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Cuts and encodes both sides of the products of a step. */
public final class ProductOperands {
  private final StepLayers layers;
  private final ProductStep step;
  private final List<OperandCodec> codecs;
  private final Map<Integer, OperandWriter> writerOfHead = new ConcurrentHashMap<>();

  /** Prepares the quantisers of all heads. */
  public ProductOperands(StepLayers layers, ProductStep step) {
    this.layers = layers;
    this.step = step;
    this.codecs =
        layers.quantization(step).left().stream()
            .map(operand -> new OperandCodec(operand.operand(), step.inner()))
            .toList();
  }

  /** Returns the codes of the left side of a product, [tokens][inner]. */
  public byte[][] left(FloatTensor left, int product) {
    return left(left, product, product);
  }

  /** Does so where the product's matrix is number {@code at} of the tensor. */
  byte[][] left(FloatTensor left, int at, int product) {
    int size = step.tokens() * step.inner();
    float[] matrix = Arrays.copyOfRange(left.data(), at * size, (at + 1) * size);
    List<Long> shape = List.of((long) step.tokens(), (long) step.inner());
    OperandCodec codec = codecs.get(codecs.size() == 1 ? 0 : product % step.heads());
    return codec.encode(new MatrixView.Rows(shape), matrix);
  }

  /** Returns what packs the left side of a product; the same for all products of a head. */
  OperandWriter writer(AcceleratorConfig config, int product) {
    int head = codecs.size() == 1 ? 0 : product % step.heads();
    return writerOfHead.computeIfAbsent(
        head,
        h -> {
          SlotMap slots = layers.quantization(step).slots(step.inner(), config).get(h);
          int bits = config.activationBits();
          ActivationLayout layout = ActivationLayout.of(config, step.tokens(), slots.slots(), bits);
          return new OperandWriter(layout, slots, codecs.get(h));
        });
  }

  /** Returns the highest code of the left sides. */
  int lastCode() {
    return codecs.get(0).lastCode();
  }

  /** Returns the layer of a product: its right side in the place of the weights. */
  public GemmLayer layer(FloatTensor right, int product) {
    return layer(right, product, product);
  }

  /** Does so where the product's matrix is number {@code at} of the tensor. */
  GemmLayer layer(FloatTensor right, int at, int product) {
    int size = step.inner() * step.columns();
    float[] matrix = Arrays.copyOfRange(right.data(), at * size, (at + 1) * size);
    return layers.product(step, product % step.heads(), matrix);
  }
}
