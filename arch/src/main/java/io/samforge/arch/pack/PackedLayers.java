package io.samforge.arch.pack;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.model.LayerSet;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StepLayers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The layers of a packed model, made from the weight streams and tables that a device reads, so
 * that golden model and device compute with the same bytes.
 */
public final class PackedLayers implements StepLayers {
  private final PackedFunction function;
  private final LayerSet products;

  PackedLayers(AcceleratorConfig config, PackedFunction function) {
    this.function = function;
    Map<String, ProductQuantization> quantizers = new LinkedHashMap<>();
    for (ProgramUnit unit : function.units()) {
      if (unit instanceof ProductUnit product) {
        quantizers.put(product.step(), product.quantization());
      }
    }
    QuantizationPlan plan = new QuantizationPlan(Map.of(), quantizers);
    this.products = new LayerSet(config, function.graph(), plan);
  }

  @Override
  public boolean covers(ModelStep step) {
    return function.unitOf(step.name()) != null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.samforge.arch.UserError when its weight stream or table is none
   */
  @Override
  public GemmLayer linear(LinearStep step) {
    if (!(function.unitOf(step.name()) instanceof LinearUnit unit)) {
      throw new IllegalArgumentException("no unit computes " + step.name());
    }
    try {
      return unit.layer(unit.steps().indexOf(step.name()));
    } catch (IllegalArgumentException e) {
      throw PackageFile.damaged("layer " + step.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ProductQuantization quantization(ProductStep step) {
    return products.quantization(step);
  }

  @Override
  public GemmLayer product(ProductStep step, int head, float[] right) {
    return products.product(step, head, right);
  }
}
