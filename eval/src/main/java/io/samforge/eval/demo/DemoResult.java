package io.samforge.eval.demo;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.calib.BlockCapture;
import io.samforge.calib.CalibratedLayer;
import java.util.List;

/**
 * Everything a demo found out.
 *
 * @param inputs what it was made of
 * @param capture the float tensors
 * @param variants the quantised blocks; that of the given configuration first
 * @param layers one result for each layer of each variant, in order
 */
record DemoResult(
    DemoInputs inputs, BlockCapture capture, List<Variant> variants, List<LayerResult> layers) {
  /** Copies the lists. */
  DemoResult {
    variants = List.copyOf(variants);
    layers = List.copyOf(layers);
  }

  /** Elements of all layers that differ from the golden model. */
  long mismatches() {
    return layers.stream().mapToLong(LayerResult::mismatches).sum();
  }

  /** The layers that differ, in order. */
  List<Difference> differences() {
    return layers.stream().flatMap(layer -> layer.difference().stream()).toList();
  }

  /** Elements of all layers. */
  long elements() {
    return layers.stream().mapToLong(LayerResult::elements).sum();
  }

  /** Multiply-accumulate operations of all layers. */
  long macs() {
    return layers.stream().mapToLong(LayerResult::macs).sum();
  }

  /** Name of a layer inside the block: {@code attn/qkv} of {@code layers.3/blocks.1/attn/qkv}. */
  String shortName(LayerResult layer) {
    String prefix = capture.block() + "/";
    return layer.name().startsWith(prefix) ? layer.name().substring(prefix.length()) : layer.name();
  }

  /** The hybrid quantiser of the given configuration. */
  HluqParameters hybrid() {
    for (CalibratedLayer layer : variants.get(0).block().layers()) {
      if (layer.layer().operand() instanceof HluqOperand hybrid) {
        return hybrid.parameters();
      }
    }
    throw new IllegalStateException("no layer of the block reads hybrid codes");
  }
}
