package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.GroupingMetric;
import io.samforge.calib.quant.ScaleZero;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Merges the channels of operands behind a layer normalisation into groups while a unit is trained:
 * a scale for every channel at first; 8, 4, 2 times and once as many groups as in the end after a
 * fifth, two, three and four fifths of the iterations (algorithm, section 2.2).
 */
final class ProgressiveGroups {
  private static final int STAGES = 5;

  private final NDManager manager;
  private final ReconstructionOptions options;
  private final Map<String, Merged> operands = new LinkedHashMap<>();

  /** An operand whose channels are merged. */
  private record Merged(ChannelGroups groups, int wanted, int bits, boolean channelsFirst) {
    private LearnedOperand operand(NDManager manager, ScaleRates rates) {
      SnappedOperand snapped = SnappedOperand.snap(groups.operand(bits));
      return LearnedOperand.of(manager, snapped, groups.labels().length, channelsFirst, rates);
    }
  }

  /** Prepares an empty schedule: nothing is merged. */
  ProgressiveGroups(NDManager manager, ReconstructionOptions options) {
    this.manager = manager;
    this.options = options;
  }

  /** Gives every channel of the operands in question a quantiser of its own. */
  void separate(
      UnitNetwork network, StepMath floats, UnitSamples samples, UnitQuantizers quantizers) {
    if (options.progressiveGroups().isEmpty()) {
      return;
    }
    List<LinearStep> steps =
        network.unit().linearSteps().filter(step -> isMerged(step, quantizers)).toList();
    Ranges ranges = new Ranges(floats, steps);
    if (!steps.isEmpty()) {
      IntStream.range(0, samples.images()).forEach(i -> ranges.add(network, samples.image(i)));
    }
    for (LinearStep step : steps) {
      CagOperand start = (CagOperand) operand(step.name(), quantizers).start().operand();
      ScaleZero[] channels = ranges.quantizers(step.name(), 1 << start.bits());
      boolean channelsFirst = !(step.inputView() instanceof MatrixView.Rows);
      ChannelGroups single = ChannelGroups.perChannel(channels);
      put(
          step.name(),
          new Merged(single, start.entries(), start.bits(), channelsFirst),
          quantizers);
    }
  }

  private static boolean isMerged(LinearStep step, UnitQuantizers quantizers) {
    return step.origin() == InputOrigin.NORMALISED
        && quantizers.linears().containsKey(step.name())
        && operand(step.name(), quantizers).free()
        && operand(step.name(), quantizers).start().operand() instanceof CagOperand;
  }

  private static LearnedOperand operand(String step, UnitQuantizers quantizers) {
    return quantizers.linears().get(step).operand();
  }

  private void put(String step, Merged merged, UnitQuantizers quantizers) {
    operands.put(step, merged);
    ScaleRates rates = new ScaleRates(options.scaleLearningRate(), options.relativeScales());
    quantizers.replace(step, merged.operand(manager, rates));
  }

  /** Merges groups when a stage ends. Call it outside of recorded computations. */
  void finished(int iterations, UnitQuantizers quantizers) {
    for (int stage = 1; stage < STAGES; stage++) {
      if (iterations == (int) ((long) stage * options.iterations() / STAGES)) {
        int factor = 1 << STAGES - 1 - stage;
        List.copyOf(operands.keySet()).forEach(step -> merge(step, factor, quantizers));
      }
    }
  }

  private void merge(String step, int factor, UnitQuantizers quantizers) {
    GroupingMetric metric = options.progressiveGroups().orElseThrow();
    Merged before = operands.get(step);
    double[] scales = ScaleRates.values(operand(step, quantizers).quantizer().learned().get(0));
    ScaleZero[] learned = new ScaleZero[scales.length];
    Arrays.setAll(learned, g -> new ScaleZero(scales[g], before.groups().groups()[g].zero()));
    ChannelGroups merged =
        new ChannelGroups(before.groups().labels(), learned)
            .merge(factor * before.wanted(), metric, 1 << before.bits());
    put(
        step,
        new Merged(merged, before.wanted(), before.bits(), before.channelsFirst()),
        quantizers);
  }

  /** Mean over images of the extremes of every channel that steps read in the float unit. */
  private final class Ranges implements StepMath {
    private final StepMath floats;
    private final Map<String, double[][]> sums = new LinkedHashMap<>();
    private int images;

    Ranges(StepMath floats, List<LinearStep> steps) {
      this.floats = floats;
      steps.forEach(step -> sums.put(step.name(), new double[2][step.channels()]));
    }

    void add(UnitNetwork network, UnitSample sample) {
      images++;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        Selection all = new Sampler.Everything();
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        for (TensorShape input : network.unit().inputs()) {
          inputs.put(input.name(), all.input(manager, sample.floatInputs().get(input.name())));
        }
        network.run(inputs, this);
      }
    }

    @Override
    public NDArray linear(LinearStep step, NDArray input) {
      double[][] own = sums.get(step.name());
      if (own != null) {
        ViewedMatrix x = ViewedMatrix.of(step.inputView(), input);
        int[] tokens = {x.channelsFirst() ? 1 : 0};
        add(own[0], x.values().min(tokens));
        add(own[1], x.values().max(tokens));
      }
      return floats.linear(step, input);
    }

    private void add(double[] sum, NDArray values) {
      float[] added = values.toFloatArray();
      for (int c = 0; c < sum.length; c++) {
        sum[c] += added[c];
      }
    }

    @Override
    public NDArray product(ProductStep step, NDArray left, NDArray right) {
      return floats.product(step, left, right);
    }

    ScaleZero[] quantizers(String step, int levels) {
      double[][] own = sums.get(step);
      return IntStream.range(0, own[0].length)
          .mapToObj(
              c ->
                  new ChannelRange((float) (own[0][c] / images), (float) (own[1][c] / images))
                      .quantizer(levels))
          .toArray(ScaleZero[]::new);
    }
  }
}
