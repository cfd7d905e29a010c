package io.samforge.calib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.Gelu;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.program.Program;
import io.samforge.calib.ChainAccuracy.LayerAccuracy;
import io.samforge.calib.onnx.LinearLayer;
import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GroupingMetric;
import io.samforge.calib.quant.ScaleZero;
import io.samforge.calib.quant.WeightQuantizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstCalibrationTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("..", "configs", "small.json"));

  private final BlockCapture capture =
      SyntheticBlock.of(Seeds.random("FirstCalibrationTest", 51), 48, 24, 72);

  private CalibratedBlock calibrate(int bits, CalibrationOptions options) {
    return new FirstCalibration(CONFIG.withBits(bits, bits), options, ProgressListener.SILENT)
        .calibrate(capture, "synthetic");
  }

  @Test
  void theIntegersOfTheAcceleratorAreTheDequantisedLayer() {
    for (int bits : new int[] {4, 5, 6}) {
      CalibratedBlock block = calibrate(bits, CalibrationOptions.STANDARD);
      for (CalibratedChain chain : block.chains()) {
        byte[][] codes = chain.inputCodes();
        for (CalibratedLayer calibrated : chain.layers()) {
          LinearLayer source = source(calibrated.layer().name());
          float[][] golden = new GoldenModel().values(calibrated.layer(), codes);
          double[][] expected = dequantised(calibrated.layer(), source, codes, bits);
          for (int t = 0; t < golden.length; t++) {
            for (int o = 0; o < golden[t].length; o++) {
              assertThat((double) golden[t][o]).isCloseTo(expected[t][o], within(2e-5));
            }
          }
          codes = new GoldenModel().run(calibrated.layer(), codes).codes();
        }
      }
    }
  }

  @Test
  void theCodesOfTheFirstLayerAreThoseTheSecondDecodes() {
    CalibratedChain mlp = calibrate(4, CalibrationOptions.STANDARD).chains().get(1);
    var output = new GoldenModel().run(mlp.layers().get(0).layer(), mlp.inputCodes());
    HluqOperand operand = (HluqOperand) mlp.layers().get(1).layer().operand();
    for (int t = 0; t < output.codes().length; t++) {
      for (int o = 0; o < output.codes()[t].length; o++) {
        int code = operand.parameters().encode(Gelu.apply(output.values()[t][o]));
        assertThat((int) output.codes()[t][o]).isEqualTo(code);
      }
    }
  }

  @Test
  void moreBitsAreMoreAccurate() {
    ChainAccuracy accuracy = new ChainAccuracy(new GoldenModel());
    double[] last = {0, 0, 0};
    for (int bits : new int[] {4, 5, 6}) {
      CalibratedBlock block = calibrate(bits, CalibrationOptions.STANDARD);
      LayerAccuracy qkv = accuracy.of(block.chains().get(0)).get(0);
      List<LayerAccuracy> mlp = accuracy.of(block.chains().get(1));
      double[] now = {
        qkv.outputDecibels(), mlp.get(0).linearDecibels(), mlp.get(1).outputDecibels()
      };
      // No fixed gain per bit: see the tests of what groups clip and of the spacing of log codes.
      for (int i = 0; i < now.length; i++) {
        assertThat(now[i]).isGreaterThan(last[i]);
      }
      last = now;
    }
  }

  @Test
  void channelsOfTheirOwnGainSixDecibelsABitAndWhatGroupsLoseIsClipping() {
    FloatMatrix input = capture.qkv().input();
    for (int bits : new int[] {4, 5, 6}) {
      int levels = 1 << bits;
      ScaleZero[] channels =
          Arrays.stream(ChannelRange.ofColumns(input))
              .map(range -> range.quantizer(levels))
              .toArray(ScaleZero[]::new);
      ChannelGroups own = ChannelGroups.perChannel(channels);
      CagOperand four = own.merge(4, GroupingMetric.RAW, 1 << bits).operand(bits);
      assertThat(errors(input, own.operand(bits)).decibels()).isGreaterThan(6 * bits - 3);
      assertThat(errors(input, own.operand(bits)).clippedShare()).isLessThan(0.01);
      assertThat(errors(input, four).clippedShare()).isGreaterThan(0.5);
    }
  }

  @Test
  void aFlippedWeightBitShowsInTheAccuracy() {
    CalibratedChain chain = calibrate(6, CalibrationOptions.STANDARD).chains().get(0);
    CalibratedLayer calibrated = chain.layers().get(0);
    double before = new ChainAccuracy(new GoldenModel()).of(chain).get(0).outputDecibels();
    int slot = 0;
    while (calibrated.layer().slots().slotChannel()[slot] < 0) {
      slot++;
    }
    calibrated.layer().weights()[0][slot] ^= 1 << 4;
    double after = new ChainAccuracy(new GoldenModel()).of(chain).get(0).outputDecibels();
    assertThat(after).isLessThan(before - 0.1);
  }

  @Test
  void aTokenLimitKeepsTheQuantisers() {
    CalibratedBlock all = calibrate(4, CalibrationOptions.STANDARD);
    CalibratedBlock some = calibrate(4, CalibrationOptions.STANDARD.withTokenLimit(12));
    for (int i = 0; i < 3; i++) {
      GemmLayer full = all.layers().get(i).layer();
      GemmLayer limited = some.layers().get(i).layer();
      assertThat(limited.tokens()).isEqualTo(12);
      assertThat(limited.scale()).isEqualTo(full.scale());
      assertThat(limited.weights()).isEqualTo(full.weights());
    }
    int token = TokenSample.spread(48, 12)[3];
    assertThat(some.chains().get(0).inputCodes()[3])
        .isEqualTo(all.chains().get(0).inputCodes()[token]);
    assertThat(some.layers().get(2).reference().row(3))
        .isEqualTo(all.layers().get(2).reference().row(token));
  }

  @Test
  void slotsHoldTheCodesOfTheirChannels() {
    CalibratedChain chain = calibrate(4, CalibrationOptions.STANDARD).chains().get(0);
    int[] channels = chain.layers().get(0).layer().slots().slotChannel();
    byte[][] slots = chain.inputSlots();
    for (int s = 0; s < channels.length; s++) {
      byte expected = channels[s] < 0 ? 0 : chain.inputCodes()[5][channels[s]];
      assertThat(slots[5][s]).isEqualTo(expected);
    }
  }

  @Test
  void programsSurviveTheFile(@TempDir Path folder) {
    CalibratedBlock block = calibrate(4, CalibrationOptions.STANDARD);
    for (CalibratedChain chain : block.chains()) {
      Program program = CalibratedProgram.of(chain, block.config());
      Path file = folder.resolve(chain.name() + ".sfp");
      program.save(file);
      Program loaded = Program.load(file, block.config());
      assertThat(loaded.layers()).hasSameSizeAs(chain.layers());
      assertThat(loaded.inputs()).hasSize(1);
      byte[] memory = loaded.inputs().get(0).packCodes(block.config(), chain.inputCodes());
      assertThat(loaded.inputs().get(0).unpackCodes(block.config(), memory))
          .isEqualTo(chain.inputCodes());
    }
  }

  @Test
  void theMetricIsTheOneAskedFor() {
    CalibratedBlock block =
        calibrate(4, CalibrationOptions.STANDARD.withMetric(GroupingMetric.NORMALISED));
    OperandChoice.Grouped choice = (OperandChoice.Grouped) block.layers().get(0).choice();
    assertThat(choice.metric()).isEqualTo(GroupingMetric.NORMALISED);
    assertThat(choice.groups().groups()).hasSizeLessThanOrEqualTo(CalibrationOptions.GROUPS);
  }

  @Test
  void mergeCountsMustShrink() {
    assertThatThrownBy(() -> CalibrationOptions.STANDARD.withMergeCounts(List.of(8, 8)))
        .hasMessage("merge counts must shrink: [8, 8]");
  }

  private LinearLayer source(String name) {
    return List.of(capture.qkv(), capture.fc1(), capture.fc2()).stream()
        .map(BlockCapture.Layer::linear)
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The layer with decoded inputs and decoded weights, in double: no integers anywhere. */
  private static double[][] dequantised(
      GemmLayer layer, LinearLayer source, byte[][] codes, int bits) {
    var weights = new WeightQuantizer(bits).quantize(source.weights(), o -> {});
    double[][] y = new double[codes.length][source.outputs()];
    for (int t = 0; t < codes.length; t++) {
      for (int o = 0; o < source.outputs(); o++) {
        y[t][o] = source.bias()[o];
        for (int c = 0; c < source.inputs(); c++) {
          double w = weights.scale()[o] * (weights.codes()[o][c] - weights.zeroPoint()[o]);
          y[t][o] += decode(layer, c, codes[t][c]) * w;
        }
      }
    }
    return y;
  }

  private static double decode(GemmLayer layer, int channel, byte code) {
    if (layer.operand() instanceof CagOperand cag) {
      return cag.groups().get(cag.groupOfChannel()[channel]).decode(code);
    }
    return ((HluqOperand) layer.operand()).parameters().decode(code);
  }

  private record Errors(double decibels, double clippedShare) {}

  private static Errors errors(FloatMatrix input, CagOperand operand) {
    double signal = 0;
    double rounded = 0;
    double clipped = 0;
    for (int t = 0; t < input.rows(); t++) {
      for (int c = 0; c < input.columns(); c++) {
        var group = operand.groups().get(operand.groupOfChannel()[c]);
        double x = input.get(t, c);
        double error = group.decode(group.encode(x)) - x;
        signal += x * x;
        if (Math.abs(error) > 0.5001 * group.scale()) {
          clipped += error * error;
        } else {
          rounded += error * error;
        }
      }
    }
    double noise = rounded + clipped;
    return new Errors(10 * Math.log10(signal / noise), clipped / noise);
  }
}
