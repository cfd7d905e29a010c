package io.samforge.sim.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import io.samforge.sim.prove.Proof;
import io.samforge.sim.prove.ProofSuite;
import io.samforge.sim.verilator.Toolchain;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationRunTest {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(
          Path.of(System.getProperty("samforge.root", ".."), "configs", "tiny.json"));

  @TempDir Path folder;

  @Test
  void everyMutantOfTheDecoderIsNoticedOrProvedHarmless() {
    Optional<Proof> proof =
        new ProofSuite(TINY)
            .proofs().stream().filter(each -> each.name().equals("decode-6")).findFirst();
    MutationScore score = run(30).measure(new DecodeCheck(6), proof);
    assertThat(score.mutants()).isEqualTo(30);
    assertThat(score.survivors()).isEmpty();
    assertThat(score.percent()).isEqualTo(100);
    assertThat(score.detected() + score.equivalent()).isEqualTo(30);
  }

  @Test
  void theChecksOfStatefulUnitsAcceptTheUnitAndNoticeMutants() {
    assertThat(run(60).measure(new RegisterFileCheck(1000), Optional.empty()).percent())
        .isGreaterThan(90);
    assertThat(run(60).measure(new DotProductCheck(TINY, 500), Optional.empty()).percent())
        .isGreaterThan(90);
  }

  @Test
  void aCheckThatLooksAtLittleNoticesFewMutants() {
    MutationScore score = run(30).measure(new OneRow(), Optional.empty());
    assertThat(score.percent()).isLessThan(60);
    assertThat(score.survivors()).isNotEmpty();
  }

  @Test
  void aCheckThatRefusesTheUnitItselfIsAnError() {
    assertThatThrownBy(() -> run(1).measure(new Refusing(), Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("HluqDecodeUnit: the check refuses the unit itself");
  }

  private MutationRun run(int mutants) {
    return new MutationRun(Toolchain.onPath(), folder, mutants, 1);
  }

  /** Looks at one code only. */
  private static class OneRow implements UnitCheck {
    private final DecodeCheck all = new DecodeCheck(6);

    @Override
    public String module() {
      return all.module();
    }

    @Override
    public String verilog() {
      return all.verilog();
    }

    @Override
    public PortRows stimulus(Simulation simulation, Random random) {
      return simulation.layout("code", "n_log").rows(1).set(0, "n_log", 1);
    }

    @Override
    public int firstWrong(PortRows stimulus, PortRows response) {
      return all.firstWrong(stimulus, response);
    }
  }

  /** Never content. */
  private static final class Refusing extends OneRow {
    @Override
    public int firstWrong(PortRows stimulus, PortRows response) {
      return 0;
    }
  }
}
