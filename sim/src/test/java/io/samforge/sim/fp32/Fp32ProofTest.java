package io.samforge.sim.fp32;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.sim.PortRows;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.testing.NativeLeakCheck;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounded part of the proof of the floating-point units; {@code make prove-fp32} does more. */
@ExtendWith(NativeLeakCheck.class)
class Fp32ProofTest {
  private static final int RANDOM_PAIRS = 500_000;

  @ParameterizedTest
  @EnumSource
  void everyResultIsJavas(Fp32Operator operator) {
    long seed = TestDesigns.seed(20260701);
    System.out.println("samforge.seed=" + seed);
    try (Fp32Proof proof = new Fp32Proof(operator)) {
      Fp32Proof.Wrong wrong = proof.run(31, RANDOM_PAIRS, new Random(seed), done -> {});
      assertThat(wrong).isNull();
      // 96 special values, 3072 edges of which every 31st is a first operand, random pairs.
      assertThat(proof.compared()).isEqualTo(96 * 96 + 100 * 3072 + RANDOM_PAIRS);
    }
  }

  @Test
  void edgesCoverEveryExponentBothSigns() {
    int[][] pairs = Fp32Pairs.edgeCross(0, 1);
    assertThat(pairs[1]).hasSize(Fp32Pairs.edges()).doesNotHaveDuplicates();
    assertThat(pairs[1]).contains(0, 0x80000000, 1, 0x7f800000, 0xff800000, 0x7fffffff, 0x00800000);
    assertThat(pairs[0]).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void noticesOneWrongBit(Fp32Operator operator) {
    int[][] pairs = Fp32Pairs.random(new Random(7), 1000);
    try (Fp32Proof proof = new Fp32Proof(operator)) {
      PortRows response = proof.respond(pairs, 0, 1000);
      assertThat(proof.compare(pairs, 0, 1000, response)).isNull();
      int row = operator.latency() + 123;
      int right = (int) response.get(row, 0);
      response.set(row, 0, right ^ 1);
      assertThat(proof.compare(pairs, 0, 1000, response))
          .isEqualTo(new Fp32Proof.Wrong(pairs[0][123], pairs[1][123], right ^ 1, right));
    }
  }
}
