package io.samforge.eval.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.calib.compile.SmallModel;
import io.samforge.host.board.Boards;
import io.samforge.host.run.BufferPlan;
import io.samforge.host.run.CodeListener;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.BoardSession;
import io.samforge.host.stream.FaultListener;
import io.samforge.host.stream.RetryPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model with chains, products and heads, in several buffers of one board at a time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BufferPlanTest {
  private static final AcceleratorConfig SMALL =
      AcceleratorConfig.load(Path.of("..", "configs", "small.json"));
  private static final int BUFFERS = 3;

  private final long seed = Long.getLong("samforge.seed", 83);

  private static Map<String, FloatTensor> inputs(Random random, PackedFunction function) {
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

  @Test
  void everyBufferIsTheGoldenModelBitForBitWhileTheOthersRun() {
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    ModelPackage model = SmallModel.compiled(random, SMALL).model();
    PackedFunction function = model.function("encoder");
    try (BoardSession session =
        new BoardSession(
            model,
            Boards.open("sim:../configs/small.json"),
            BUFFERS,
            RetryPolicy.STANDARD,
            FaultListener.NONE)) {
      assertThat(session.buffers()).isEqualTo(BUFFERS);
      List<Map<String, FloatTensor>> inputs = new ArrayList<>();
      List<CompletableFuture<Map<String, FloatTensor>>> found = new ArrayList<>();
      for (int buffer = 0; buffer < BUFFERS; buffer++) {
        Map<String, FloatTensor> own = inputs(random, function);
        StepEngine engine = session.engine(buffer, "encoder", CodeListener.NONE);
        inputs.add(own);
        found.add(CompletableFuture.supplyAsync(() -> run(function, engine, own)));
      }
      for (int buffer = 0; buffer < BUFFERS; buffer++) {
        Map<String, FloatTensor> delivered = found.get(buffer).join();
        run(function, GoldenEngine.of(model, "encoder"), inputs.get(buffer))
            .forEach(
                (name, tensor) ->
                    assertThat(delivered.get(name).data()).as(name).isEqualTo(tensor.data()));
      }
      assertThat(session.recoveries()).isZero();
    }
  }

  @Test
  void thereAreNoMoreBuffersThanFitTheMemory() {
    ModelPackage model = SmallModel.compiled(new Random(1), SMALL).model();
    assertThat(new BufferPlan(model).room()).isBetween((long) BUFFERS, SMALL.dramBytes() >> 12);
    assertThat(new BufferPlan(model).buffers(1)).containsExactly(model);
  }
}
