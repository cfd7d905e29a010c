package io.samforge.eval.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;
import io.samforge.sim.cycles.MemoryTiming;
import io.samforge.sim.testing.NativeLeakCheck;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slice of a windowed block of SAM-L on the Verilog of both engines. */
@ExtendWith(NativeLeakCheck.class)
class RtlSliceTest {
  private static final NetworkLayer SLICE =
      new NetworkLayer("qkv", 1, 196, 1024, 16, OperandUse.GROUPED, false);

  @Test
  void theVerilogCountsWhatSpeedsAreComputedFrom() {
    List<Engine> engines =
        PaperEngines.load(Path.of(System.getProperty("samforge.root", ".."), "configs"));
    long[] cycles = new long[2];
    for (MemoryTiming memory : LaneComparison.MEMORIES) {
      int i = 0;
      for (String name : List.of(PaperEngines.BASELINE, PaperEngines.HEADLINE)) {
        Engine engine =
            engines.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
        RtlSlice slice = RtlSlice.run(engine, memory, SLICE);
        assertThat(slice.hardware()).as(name).isEqualTo(slice.model());
        assertThat(slice.sameCommand()).as(name).isTrue();
        assertThat(slice.confirmed()).isTrue();
        assertThat(slice.hardware().cycles()).isGreaterThan(SLICE.macs() / engine.lanes());
        cycles[i++] = slice.hardware().cycles();
      }
      System.out.printf("%s: %d / %d cycles%n", memory, cycles[0], cycles[1]);
    }
  }
}
