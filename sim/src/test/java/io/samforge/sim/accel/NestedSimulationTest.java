package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.ModelLibrary;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Simulations of one library may be opened and closed in any order. */
@ExtendWith(NativeLeakCheck.class)
class NestedSimulationTest {
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void closesInAnyOrder() {
    AcceleratorConfig config = TestConfigs.shipped("tiny");
    ModelLibrary library = AcceleratorModels.quick(config);
    RandomPrograms source = new RandomPrograms(config, new Random(6));
    for (int i = 0; i < 20; i++) {
      ProgramRunner outer = AcceleratorModels.open(config, library);
      ProgramRunner inner = AcceleratorModels.open(config, library);
      new ProgramCheck(config, inner).run("inner", source.next());
      inner.simulation().close();
      if (i % 2 == 0) {
        new ProgramCheck(config, outer).run("outer", source.next());
      }
      outer.simulation().close();
      assertThat(outer.simulation().cycle()).isPositive();
    }
  }
}
