package io.samforge.host.run;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.WeightStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The products of one run of a unit, encoded.
 *
 * @param program the program, with the weight streams among its segments
 * @param left codes of the left side of every product, [tokens][inner]
 * @param right weight stream of every product
 */
public record ProductRun(Program program, List<byte[][]> left, List<byte[]> right) {
  /**
   * Encodes products.
   *
   * @param operands the quantisers of the step
   * @param first the first product of the run
   */
  public static ProductRun of(
      AcceleratorConfig config,
      ProductUnit unit,
      ProductStep step,
      ProductOperands operands,
      FloatTensor left,
      FloatTensor right,
      int first) {
    int last = Math.min(first + unit.perRun(), step.batch());
    int[] positions = SlotMap.identity(step.columns(), 1).slotChannel();
    List<byte[]> rights =
        IntStream.range(first, last)
            .parallel()
            .mapToObj(b -> WeightStream.pack(config, operands.layer(right, b), positions))
            .toList();
    List<byte[][]> lefts =
        IntStream.range(first, last).parallel().mapToObj(b -> operands.left(left, b)).toList();
    return new ProductRun(unit.program(config, step, first, rights), lefts, rights);
  }
}
