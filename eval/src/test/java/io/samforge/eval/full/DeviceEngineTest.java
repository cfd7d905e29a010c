package io.samforge.eval.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.calib.compile.SmallModel;
import io.samforge.calib.run.FloatEngine;
import io.samforge.eval.ExpectedCycles;
import io.samforge.host.run.DeviceEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.SimDevice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A packed model on the simulated accelerator. */
class DeviceEngineTest {
  static final AcceleratorConfig SMALL =
      AcceleratorConfig.load(Path.of("..", "configs", "small.json"));

  private final long seed = Long.getLong("samforge.seed", 81);

  /** Random values for every input of a function. */
  static Map<String, FloatTensor> inputs(Random random, PackedFunction function) {
    Map<String, FloatTensor> inputs = new LinkedHashMap<>();
    Map<String, float[]> values = SmallModel.inputs(random, function.graph());
    for (TensorShape input : function.graph().inputs()) {
      inputs.put(input.name(), new FloatTensor(input.shape(), values.get(input.name())));
    }
    return inputs;
  }

  private static Map<String, FloatTensor> run(
      PackedFunction function, StepEngine engine, Map<String, FloatTensor> inputs) {
    try (GraphExecutor executor =
        new GraphExecutor(function.graph(), function.hostParts(), engine, StepListener.NONE)) {
      return executor.run(inputs);
    }
  }

  private static SimDevice device(AcceleratorConfig config) {
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes()).withoutJournal();
    return new SimDevice(AcceleratorSimulation.open(AcceleratorModels.fast(config), options));
  }

  @Test
  void aPackedModelOnTheDeviceIsTheGoldenModelBitForBit() {
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    assertBitForBit(random, SmallModel.compiled(random, SMALL).model());
  }

  /** Convolution and queries in two digits: the host writes slots, the device knows nothing. */
  @Test
  void wideCodesOnTheDeviceAreTheGoldenModelBitForBit() {
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    assertBitForBit(
        random, SmallModel.compiled(SmallModel.quantizedWide(random, SMALL), SMALL).model());
  }

  /** Weights, keys and values in two digits too. */
  @Test
  void wideWeightsOnTheDeviceAreTheGoldenModelBitForBit() {
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    assertBitForBit(
        random, SmallModel.compiled(SmallModel.quantizedWideWeights(random, SMALL), SMALL).model());
  }

  private static void assertBitForBit(Random random, ModelPackage model) {
    PackedFunction function = model.function("encoder");
    try (SimDevice device = device(SMALL)) {
      DeviceEngine engine = new DeviceEngine(model, "encoder", device);
      for (int i = 0; i < 2; i++) {
        Map<String, FloatTensor> inputs = inputs(random, function);
        Map<String, FloatTensor> found = run(function, engine, inputs);
        StepEngine golden = new GoldenEngine(model.layers("encoder"), new FloatEngine(Map.of()));
        Map<String, FloatTensor> expected = run(function, golden, inputs);
        assertThat(found.keySet()).containsExactly("y", "o", "z");
        expected.forEach(
            (name, tensor) -> assertThat(found.get(name).data()).isEqualTo(tensor.data()));
      }
      assertThat(engine.counters().keySet())
          .containsExactly("conv", "attn/qk", "attn/pv", "mlp/fc1");
      assertThat(engine.counters().get("mlp/fc1").layers()).hasSize(4);
      assertThat(engine.counters().get("attn/pv").cycles()).isPositive();
    }
  }

  @Test
  void theExpectedCyclesAreThoseOfTheDevice() {
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    ModelPackage model = SmallModel.compiled(random, SMALL).model();
    PackedFunction function = model.function("encoder");
    long[] told = new long[1];
    try (SimDevice device = device(SMALL)) {
      DeviceEngine engine = new DeviceEngine(model, "encoder", device, cycles -> told[0] += cycles);
      run(function, engine, inputs(random, function));
      long all = 0;
      for (ProgramUnit unit : function.units()) {
        long cycles = engine.counters().get(unit.name()).cycles();
        assertThat(ExpectedCycles.of(SMALL, function, unit)).as(unit.name()).isEqualTo(cycles);
        all += cycles;
      }
      assertThat(ExpectedCycles.of(model, "encoder")).isEqualTo(all);
      assertThat(told[0]).isEqualTo(all);
    }
  }

  @Test
  void aDeviceOfAnotherConfigurationIsRefused() {
    ModelPackage model = SmallModel.compiled(new Random(1), SMALL.withBits(5, 5)).model();
    try (SimDevice device = device(SMALL)) {
      assertThatThrownBy(() -> new DeviceEngine(model, "encoder", device))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("of the config hash is");
    }
  }
}
