package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.config.Widths;
import io.samforge.arch.format.HluqParameters;
import io.samforge.rtl.unit.HluqDecodeUnit;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HluqDecodeUnitTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 8})
  void decodesEveryCodeForEveryNumberOfLogCodes(int bits) {
    int codes = 1 << bits;
    int limits = codes / 2;
    try (Simulation sim =
        RtlBench.quick("HluqDecodeUnit", () -> new HluqDecodeUnit(bits, Widths.shiftLimit(bits)))) {
      PortRows stimulus = sim.inputs().rows(limits * codes);
      for (int nLog = 1; nLog <= limits; nLog++) {
        for (int code = 0; code < codes; code++) {
          int row = (nLog - 1) * codes + code;
          stimulus.set(row, "n_log", nLog).set(row, "code", code);
        }
      }
      PortRows response = sim.run(stimulus, sim.outputs());
      for (int nLog = 1; nLog <= limits; nLog++) {
        check(bits, nLog, response, (nLog - 1) * codes);
      }
      RtlBench.flipBit(response, codes + 3, "upsilon");
      assertThatThrownBy(() -> check(bits, 2, response, codes))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("upsilon of code 3");
    }
  }

  @ParameterizedTest
  @CsvSource({"4,1", "4,4", "4,8", "5,5", "5,16", "6,8", "6,32", "8,16", "8,17", "8,100", "8,128"})
  void decodesWithAFixedNumberOfLogCodes(int bits, int nLog) {
    try (Simulation sim =
        RtlBench.quick(
            "HluqDecodeUnit", () -> new HluqDecodeUnit(bits, Widths.shiftLimit(bits), nLog))) {
      assertThat(sim.hasPort("n_log")).isFalse();
      PortRows stimulus = sim.inputs().rows(1 << bits);
      for (int code = 0; code < 1 << bits; code++) {
        stimulus.set(code, "code", code);
      }
      PortRows response = sim.run(stimulus, sim.outputs());
      check(bits, nLog, response, 0);
      RtlBench.flipBit(response, (1 << bits) - 1, "shift");
      assertThatThrownBy(() -> check(bits, nLog, response, 0)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void refusesImpossibleParameters() {
    assertThatThrownBy(() -> RtlBench.source("HluqDecodeUnit", () -> new HluqDecodeUnit(9, 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bits is 9; allowed: 2 to 8");
    assertThatThrownBy(() -> RtlBench.source("HluqDecodeUnit", () -> new HluqDecodeUnit(4, 8, 9)))
        .hasMessage("nLog is 9; allowed: 0 to 8");
  }

  private static void check(int bits, int nLog, PortRows response, int firstRow) {
    HluqParameters golden = new HluqParameters(bits, nLog, 0.0, 1.0, 1.0);
    for (int code = 0; code < 1 << bits; code++) {
      int row = firstRow + code;
      long lambda = response.get(row, "enable") << response.get(row, "shift");
      assertThat(lambda)
          .as("lambda of code %d, bits %d, nLog %d", code, bits, nLog)
          .isEqualTo(golden.lambda(code));
      assertThat(response.get(row, "upsilon"))
          .as("upsilon of code %d, bits %d, nLog %d", code, bits, nLog)
          .isEqualTo(golden.upsilon(code));
    }
  }
}
