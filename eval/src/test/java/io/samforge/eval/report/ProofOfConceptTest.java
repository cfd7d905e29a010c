package io.samforge.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.host.cli.Arguments;
import java.util.OptionalDouble;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;

/** Payback periods computed by hand. */
class ProofOfConceptTest {
  /** 0.5 s and 4 J with the board's 2 W: 5 J against 100 W for 2 s: 200 J. */
  private static final PocAssumptions CASE = new PocAssumptions(3000, 2, 0.36, 500, 100, 2, 43_200);

  @Test
  void boardsPayBack() {
    ProofOfConcept poc = new ProofOfConcept(CASE, 0.5, 4);
    assertThat(poc.boardJoules()).isEqualTo(5);
    assertThat(poc.machineJoules()).isEqualTo(200);
    assertThat(poc.boards()).isEqualTo(1);
    assertThat(poc.machines()).isEqualTo(1);
    assertThat(poc.extraPrice()).isEqualTo(2500);
    // 43,200 pictures x 195 J = 8.424 MJ = 2.34 kWh, at 0.36 each.
    assertThat(poc.savedPerDay()).isCloseTo(0.8424, within(1e-12));
    assertThat(poc.paybackDays().orElseThrow()).isCloseTo(2967.71, within(0.01));
    assertThat(PocPage.payback(poc.paybackDays())).isEqualTo("8.13 years");
  }

  @Test
  void manyPicturesNeedMoreMachinesThanBoards() {
    PocAssumptions many = new PocAssumptions(3000, 2, 0.36, 500, 100, 2, 172_800);
    ProofOfConcept poc = new ProofOfConcept(many, 0.5, 4);
    assertThat(poc.boards()).isEqualTo(1);
    assertThat(poc.machines()).isEqualTo(4);
    // 1000 more than the machines, over four times as much energy as above.
    assertThat(poc.paybackDays().orElseThrow()).isCloseTo(1000 / 3.3696, within(1e-6));
    assertThat(new ProofOfConcept(many, 0.6, 4).boards()).isEqualTo(2);
  }

  @Test
  void boardsThatTakeMoreEnergyNeverPayBack() {
    ProofOfConcept poc = new ProofOfConcept(CASE, 0.5, 300);
    assertThat(poc.savedPerDay()).isNegative();
    assertThat(poc.paybackDays()).isEmpty();
    assertThat(PocPage.payback(poc.paybackDays())).isEqualTo("never pays back");
    PocAssumptions free = new PocAssumptions(3000, 2, 0, 500, 100, 2, 43_200);
    assertThat(new ProofOfConcept(free, 0.5, 4).paybackDays()).isEmpty();
  }

  @Test
  void cheaperBoardsPayAtOnceUnlessTheyTakeMoreEnergy() {
    PocAssumptions cheap = new PocAssumptions(100, 2, 0.36, 500, 100, 2, 43_200);
    assertThat(new ProofOfConcept(cheap, 0.5, 4).paybackDays()).isEqualTo(OptionalDouble.of(0));
    assertThat(new ProofOfConcept(cheap, 0.5, 300).paybackDays()).isEmpty();
  }

  @Test
  void assumptionsAreOptions() {
    assertThat(options()).isEqualTo(PocAssumptions.EXAMPLE);
    assertThat(options("--board-price", "12.5").boardPrice()).isEqualTo(12.5);
    assertThatThrownBy(() -> options("--board-price", "much"))
        .isInstanceOf(UserError.class)
        .hasMessage("--board-price much; allowed: a number");
    assertThatThrownBy(() -> options("--machine-seconds", "0"))
        .hasMessage("--machine-seconds 0.0; allowed: a number above 0");
    assertThatThrownBy(() -> options("--energy-price", "-1"))
        .hasMessage("--energy-price -1.0; allowed: a number of at least 0");
  }

  private static PocAssumptions options(String... arguments) {
    return PocOptions.of(Arguments.parse("eval", PocOptions.addTo(new Options()), arguments));
  }
}
