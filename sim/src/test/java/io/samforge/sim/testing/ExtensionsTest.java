package io.samforge.sim.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.Simulation;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.verilator.BuildOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * Runs small test classes that are wrong on purpose and looks at what the extensions make of it.
 */
class ExtensionsTest {
  private static final Path WAVES = Path.of("target", "waves");

  /** Leaves a model open on purpose. */
  static class Leaking {
    private static Simulation leaked;

    @RegisterExtension final NativeLeakCheck check = new NativeLeakCheck();

    @Test
    void leaks() {
      leaked = Simulation.open(TestDesigns.source("counter"), BuildOptions.quick());
    }
  }

  /** Fails with a simulation that is closed, and with one that is open. */
  static class Failing {
    @RegisterExtension final WaveformOnFailure waves = new WaveformOnFailure(WAVES, 10);

    @Test
    void failsWithAnAccelerator() {
      try (AcceleratorSimulation sim =
          waves.watch(
              AcceleratorSimulation.open(
                  TestDesigns.source("memcopy"),
                  BuildOptions.quick(),
                  AcceleratorOptions.of(4096)))) {
        sim.run(30);
      }
    }

    @Test
    void failsWithSignals() {
      try (Simulation sim =
          waves.watch(Simulation.open(TestDesigns.source("counter"), BuildOptions.quick()))) {
        sim.step(20);
        assertThat(sim.get("count")).isEqualTo(1);
      }
    }

    @Test
    void passes() {
      try (Simulation sim =
          waves.watch(Simulation.open(TestDesigns.source("counter"), BuildOptions.quick()))) {
        sim.step(20);
        assertThat(sim.get("count")).isZero();
      }
    }
  }

  @Test
  void leakFailsTheTest() {
    Events tests = run(Leaking.class);
    Leaking.leaked.close();
    assertThat(tests.failed().count()).isEqualTo(1);
    assertThat(tests.failed().stream().toList().toString())
        .contains("leaks() leaves native models open: 1; close them");
  }

  @Test
  void failureLeavesAWaveformAndSuccessDoesNot() throws Exception {
    for (String test : new String[] {"failsWithAnAccelerator", "failsWithSignals", "passes"}) {
      Files.deleteIfExists(WAVES.resolve("Failing." + test + ".fst"));
    }
    int open = Simulation.openCount();
    Events tests = run(Failing.class);
    assertThat(tests.failed().count()).isEqualTo(2);
    assertThat(tests.succeeded().count()).isEqualTo(1);
    assertThat(WAVES.resolve("Failing.failsWithAnAccelerator.fst")).isNotEmptyFile();
    assertThat(WAVES.resolve("Failing.failsWithSignals.fst")).isNotEmptyFile();
    assertThat(WAVES.resolve("Failing.passes.fst")).doesNotExist();
    assertThat(Simulation.openCount()).isEqualTo(open);
  }

  private static Events run(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(DiscoverySelectors.selectClass(testClass))
        .execute()
        .testEvents();
  }
}
