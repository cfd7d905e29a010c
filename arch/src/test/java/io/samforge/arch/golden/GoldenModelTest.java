package io.samforge.arch.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RandomLayers;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GoldenModelTest {

  @Test
  void randomLayersEqualTheNaiveModel() {
    Random random = Seeds.random(31);
    int hluq = 0;
    int log2 = 0;
    int wide = 0;
    int wideWeights = 0;
    int raw = 0;
    for (int i = 0; i < 400; i++) {
      RandomLayers layers = new RandomLayers(random, Configs.random(random));
      GemmLayer layer = layers.layer("random");
      byte[][] codes = layers.codes(layer);
      GoldenOutput golden = new GoldenModel().run(layer, codes);
      assertThat(differences(layer, codes, golden)).as("layer %d", i).isZero();
      hluq += layer.operand() instanceof HluqOperand ? 1 : 0;
      log2 += layer.operand().ofCodes() instanceof Log2Operand ? 1 : 0;
      wide += layer.operand().ofCodes() instanceof WideOperand ? 1 : 0;
      wideWeights += layer.operand() instanceof WideWeightsOperand ? 1 : 0;
      raw += layer.output() instanceof RawOutput ? 1 : 0;
    }
    assertThat(hluq).isBetween(70, 150);
    assertThat(log2).isBetween(70, 150);
    assertThat(wide).isBetween(40, 120);
    assertThat(wideWeights).isBetween(20, 120);
    assertThat(raw).isBetween(50, 200);
  }

  @Test
  void oneWrongBitIsFound() {
    Random random = Seeds.random(32);
    for (int i = 0; i < 50; i++) {
      RandomLayers layers = new RandomLayers(random, Configs.tiny());
      GemmLayer layer = layers.layer("random");
      byte[][] codes = layers.codes(layer);
      GoldenOutput golden = new GoldenModel().run(layer, codes);
      int token = random.nextInt(layer.tokens());
      int output = random.nextInt(layer.outputs());
      golden.results()[token][output] ^= 1L << random.nextInt(40);
      assertThat(differences(layer, codes, golden)).isEqualTo(1);
    }
  }

  /** The largest sums of the widest configuration leave the range of an int many times. */
  @Test
  void extremeSumsDoNotWrap() {
    AcceleratorConfig wide =
        new AcceleratorConfig(
            "wide", 8, 8, Arithmetic.HYBRID, 64, 4, 32, 2, 1, 16384, 1048576, 64, 1, 1, "sim");
    HluqParameters hluq = new HluqParameters(8, 128, -0.17, 1, 1e-6);
    byte[][] weightCodes = new byte[2][16384];
    Arrays.fill(weightCodes[0], (byte) 255);
    QuantizedWeights weights =
        new QuantizedWeights(8, weightCodes, new double[] {1, 1}, new int[] {0, 255});
    GemmLayer layer =
        new LayerFactory(wide)
            .create(
                "wide",
                2,
                SnappedOperand.snap(new HluqOperand(hluq)),
                weights,
                new double[2],
                new RawOutput());
    byte[][] codes = new byte[2][16384];
    Arrays.fill(codes[0], (byte) 255);
    Arrays.fill(codes[1], (byte) 128);
    GoldenOutput golden = new GoldenModel().run(layer, codes);
    assertThat(golden.results()[0][0]).isGreaterThan(1L << 36);
    assertThat(golden.results()[0][1]).isLessThan(-(1L << 36));
    assertThat(differences(layer, codes, golden)).isZero();
  }

  @Test
  void threadsAndShortcutsGiveTheSameBitsAndReportAllTokens() {
    Random random = Seeds.random(33);
    RandomLayers layers = new RandomLayers(random, Configs.tiny());
    GemmLayer layer = layers.layer("long");
    while (!(layer.output() instanceof CodeOutput)) {
      layer = layers.layer("long");
    }
    layer = layer.withTokens(333);
    byte[][] codes = layers.codes(layer);
    GoldenOutput one = new GoldenModel().run(layer, codes);
    List<Long> reports = new ArrayList<>();
    GoldenModel four =
        new GoldenModel(
            4,
            (done, total) -> {
              assertThat(total).isEqualTo(333);
              reports.add(done);
            });
    assertThat(four.run(layer, codes).results()).isDeepEqualTo(one.results());
    assertThat(reports).isSorted().hasSize(21).endsWith(333L);
    assertThat(four.values(layer, codes)).isDeepEqualTo(one.values());
    assertThat(four.codes(layer, codes)).isDeepEqualTo(one.codes());
  }

  @Test
  void wrongInputIsRejected() {
    RandomLayers layers = new RandomLayers(Seeds.random(34), Configs.tiny());
    GemmLayer layer = layers.reader("small").withTokens(3);
    byte[][] codes = layers.codes(layer);
    GoldenModel model = new GoldenModel();
    assertThatThrownBy(() -> model.run(layer, Arrays.copyOf(codes, 2)))
        .hasMessage("layer small: 2 rows for 3 tokens");
    codes[1][0] = 16;
    assertThatThrownBy(() -> model.run(layer, codes))
        .hasMessage("layer small: token 1 has the code 16");
    GemmLayer log2 = layers.layer("log2");
    while (log2.operand().codes() >= 16) {
      log2 = layers.layer("log2");
    }
    GemmLayer coarse = log2.withTokens(1);
    byte[][] tooLarge = new byte[1][log2.channels()];
    tooLarge[0][0] = 9;
    assertThatThrownBy(() -> model.run(coarse, tooLarge))
        .hasMessage("layer log2: token 0 has the code 9");
    codes[1] = new byte[99];
    assertThatThrownBy(() -> model.run(layer, codes))
        .hasMessageStartingWith("layer small: token 1 has 99 codes for ");
    assertThatThrownBy(() -> new GoldenModel(0, Progress.NONE)).hasMessageContaining("threads 0");
  }

  @Test
  void aFailingListenerEndsTheRun() {
    RandomLayers layers = new RandomLayers(Seeds.random(35), Configs.tiny());
    GemmLayer layer = layers.layer("long").withTokens(100);
    byte[][] codes = layers.codes(layer);
    GoldenModel model =
        new GoldenModel(
            3,
            (done, total) -> {
              throw new IllegalStateException("enough");
            });
    assertThatThrownBy(() -> model.run(layer, codes)).hasMessage("enough");
  }

  private static int differences(GemmLayer layer, byte[][] codes, GoldenOutput golden) {
    NaiveModel naive = new NaiveModel(layer);
    int differences = 0;
    for (int t = 0; t < layer.tokens(); t++) {
      for (int o = 0; o < layer.outputs(); o++) {
        BigInteger result = naive.result(codes[t], o);
        float value = naive.value(result, o);
        int code = golden.codes() == null ? -1 : golden.codes()[t][o] & 0xff;
        boolean same =
            BigInteger.valueOf(golden.results()[t][o]).equals(result)
                && golden.values()[t][o] == value
                && code == naive.code(value, o);
        differences += same ? 0 : 1;
      }
    }
    return differences;
  }
}
