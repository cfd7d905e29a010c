package io.samforge.eval.demo;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.CalibrationOptions;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import io.samforge.calib.onnx.LinearLayer;
import io.samforge.calib.onnx.LinearLayers;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.sim.verilator.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Everything the demo reads, checked before the first slow step.
 *
 * @param configFile where the configuration came from
 * @param config the accelerator
 * @param photograph the picture, prepared for the encoder
 * @param image where the picture came from
 * @param encoder the image encoder
 * @param block path of the block, without a leading slash
 */
record DemoInputs(
    Path configFile,
    AcceleratorConfig config,
    Photograph photograph,
    Path image,
    OnnxGraph encoder,
    String block) {
  private static final List<String> LAYERS = List.of("attn/qkv", "mlp/fc1", "mlp/fc2");

  /**
   * Reads and checks what {@code arguments} name.
   *
   * @throws UserError naming the file, field or program that is wrong, and what to do
   */
  static DemoInputs read(DemoArguments arguments, ModelStore models, Toolchain tools) {
    AcceleratorConfig config = AcceleratorConfig.loadHybrid(arguments.config());
    Photograph photograph = Photograph.read(arguments.image());
    OnnxGraph encoder = OnnxGraph.read(models.locate(ModelFile.ENCODER));
    for (String program : List.of("verilator", "g++")) {
      tools.find(program);
    }
    String given = arguments.block();
    String block = given.startsWith("/") ? given.substring(1) : given;
    DemoInputs inputs =
        new DemoInputs(arguments.config(), config, photograph, arguments.image(), encoder, block);
    inputs.checkFit();
    return inputs;
  }

  /**
   * The configurations to run: the given one, then the other widths of {@code bits}; without any
   * those by default, which packed lanes do not have.
   */
  List<AcceleratorConfig> variants(List<Integer> bits) {
    List<AcceleratorConfig> variants = new ArrayList<>(List.of(config));
    List<Integer> byDefault = config.isPacked() ? List.of() : DemoArguments.DEFAULT_BITS;
    for (int width : bits.isEmpty() ? byDefault : bits) {
      AcceleratorConfig other = onConfig(() -> config.withBits(width, width));
      if (!other.equals(config)) {
        variants.add(other);
      }
    }
    return variants;
  }

  /** Runs a step whose mistakes are those of the configuration, and names its file in them. */
  <T> T onConfig(Supplier<T> step) {
    try {
      return step.get();
    } catch (UserError e) {
      throw new UserError(configFile + ": " + e.getMessage(), e);
    }
  }

  private void checkFit() {
    LinearLayers layers = new LinearLayers(encoder);
    int lanes = config.reductionLanes();
    for (String name : LAYERS) {
      LinearLayer layer = layers.find(block + "/" + name);
      // Grouping pads some more; the compiler finds what that makes too wide.
      int slots = (layer.inputs() + lanes - 1) / lanes * lanes;
      if (slots > config.maxInChannels()) {
        throw new UserError(
            "%s: layer %s has %d input channels; enlarge maxInChannels from %d to at least %d"
                .formatted(
                    configFile, layer.name(), layer.inputs(), config.maxInChannels(), slots));
      }
    }
    if (config.groups() < CalibrationOptions.GROUPS) {
      throw new UserError(
          "%s: the layers have %d groups of channels; enlarge groups from %d to at least %d"
              .formatted(
                  configFile,
                  CalibrationOptions.GROUPS,
                  config.groups(),
                  CalibrationOptions.GROUPS));
    }
  }
}
