package io.samforge.arch.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.golden.Progress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProveEncoderTest {
  private static final HluqParameters DEFAULT = ProveEncoder.parameters();

  @Test
  void aSweepOfTheBitsAroundOneFindsNothing() {
    EncoderThresholds encoder = EncoderThresholds.of(DEFAULT, ActivationFunction.GELU);
    AtomicLong last = new AtomicLong();
    EncoderSweep sweep = new EncoderSweep(2, (done, total) -> last.set(Math.max(last.get(), done)));
    EncoderSweep.Summary found = sweep.run(encoder, DEFAULT, 0x3e000000L, 0x3f800001L);
    assertThat(found.compared()).isEqualTo(0x01800001L);
    assertThat(found.mismatches()).isZero();
    assertThat(found.firstMismatch()).isEqualTo(-1);
    assertThat(last.get()).isEqualTo(0x01800001L);
  }

  @Test
  void aQuantizerWithOneShiftedLevelIsCaughtAtTheSmallestFloat() {
    EncoderThresholds encoder = EncoderThresholds.of(DEFAULT, ActivationFunction.GELU);
    HluqParameters shifted = DEFAULT.withScales(DEFAULT.scaleLog(), DEFAULT.scaleUniform() + 1e-8);
    EncoderSweep.Summary found =
        new EncoderSweep(2, Progress.NONE).run(encoder, shifted, 0x3e000000L, 0x40000000L);
    assertThat(found.mismatches()).isBetween(1L, 20L);
    int bits = (int) found.firstMismatch();
    float y = Float.intBitsToFloat(bits);
    assertThat(encoder.encode(y, 0)).isNotEqualTo(shifted.encode(ActivationFunction.GELU.apply(y)));
    assertThat(ProveEncoder.describe(shifted, found)).contains("the first at bits 0x3");
  }

  @Test
  void notANumberIsLeftOutAndCounted() {
    EncoderThresholds encoder = EncoderThresholds.of(DEFAULT, ActivationFunction.GELU);
    EncoderSweep.Summary found =
        new EncoderSweep(3, Progress.NONE).run(encoder, DEFAULT, 0xff7ffff0L, 0xff800010L);
    assertThat(found.compared()).isEqualTo(17);
    assertThat(found.excluded()).isEqualTo(15);
    assertThat(ProveEncoder.describe(DEFAULT, found))
        .endsWith(": 17 floats compared, 15 NaN left out, 0 mismatches");
  }

  @Test
  void argumentsAreParametersOrAUserError() {
    assertThat(ProveEncoder.parameters("5", "16", "-0.17", "0.8", "0.1"))
        .isEqualTo(new HluqParameters(5, 16, -0.17, 0.8, 0.1));
    assertThatThrownBy(() -> ProveEncoder.parameters("5"))
        .isInstanceOf(UserError.class)
        .hasMessage("usage: prove-encoder [BITS NLOG OFFSET LOG_SCALE UNIFORM_SCALE]");
    assertThatThrownBy(() -> ProveEncoder.parameters("4", "9", "0", "1", "1"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "log codes 9; allowed: 1 to 8; usage: prove-encoder [BITS NLOG OFFSET LOG_SCALE"
                + " UNIFORM_SCALE]");
    assertThatThrownBy(() -> ProveEncoder.parameters("four", "9", "0", "1", "1"))
        .isInstanceOf(UserError.class);
  }
}
