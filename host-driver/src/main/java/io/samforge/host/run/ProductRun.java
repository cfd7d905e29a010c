package io.samforge.host.run;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
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
 * @param left the left side of every product as it is in device memory
 * @param right weight stream of every product
 * @param leftCodes what has been counted of the codes of the left sides
 */
public record ProductRun(
    Program program, List<byte[]> left, List<byte[]> right, CodeEnds leftCodes) {
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
    MatrixView view = new MatrixView.Rows(List.of((long) step.tokens(), (long) step.inner()));
    int elements = step.tokens() * step.inner();
    List<Left> lefts =
        IntStream.range(first, last)
            .parallel()
            .mapToObj(
                b -> {
                  OperandWriter writer = operands.writer(config, b);
                  byte[] memory = new byte[writer.bytes()];
                  CodeEnds codes = writer.write(view, left.data(), b * elements, memory);
                  return new Left(memory, codes);
                })
            .toList();
    return new ProductRun(
        unit.program(config, step, first, rights),
        lefts.stream().map(Left::memory).toList(),
        rights,
        lefts.stream().map(Left::codes).reduce(CodeEnds.NONE, CodeEnds::plus));
  }

  private record Left(byte[] memory, CodeEnds codes) {}
}
