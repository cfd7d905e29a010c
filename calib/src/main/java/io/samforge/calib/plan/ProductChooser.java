package io.samforge.calib.plan;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.RightQuantization;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GroupParameters;
import io.samforge.calib.quant.GroupedOperands;
import io.samforge.calib.quant.Log2Search;
import io.samforge.calib.quant.RangeSearch;
import io.samforge.calib.quant.ValueDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the quantisers of both sides of a product, head by head.
 *
 * <p>Left: probabilities get log2 codes, one quantiser for all heads; everything else a uniform
 * quantiser for every head whose channels have their own zero-points. Right: behind probabilities,
 * where columns are channels, a quantiser for every column; else one for every head.
 */
final class ProductChooser {
  private static final int SAMPLE = 2048;

  /** Windows and rows that the search for log2 codes looks at. */
  private static final int LOG2_WINDOWS = 6;

  private static final int LOG2_ROWS = 64;

  private final AcceleratorConfig config;
  private final Recipe recipe;
  private final StepMeasurement measurement;

  /**
   * Makes a chooser.
   *
   * @param measurement compares candidates
   */
  ProductChooser(AcceleratorConfig config, Recipe recipe, StepMeasurement measurement) {
    this.config = config;
    this.recipe = recipe;
    this.measurement = measurement;
  }

  /**
   * The quantisers of a step. Where a step may have 8-bit codes on a side, what makes the products
   * better is chosen; probabilities then may have uniform codes too.
   */
  ProductQuantization choose(ProductStep step, ProductSamples samples) {
    List<ProductQuantization> candidates = new ArrayList<>();
    boolean wideRight = recipe.wideWeights(step) && ModelQuantizer.hasWideWeights(config);
    for (boolean right : wideRight ? new boolean[] {false, true} : new boolean[1]) {
      candidates.add(choose(step, samples, right, false));
      if (wide(step) && step.origin() == InputOrigin.SOFTMAX) {
        candidates.add(choose(step, samples, right, true));
      }
    }
    ProductQuantization narrow = candidates.get(0);
    return candidates.stream()
        .skip(1)
        .filter(candidate -> fits(step, candidate))
        .reduce(narrow, (best, other) -> better(step, samples, best, other));
  }

  private ProductQuantization better(
      ProductStep step,
      ProductSamples samples,
      ProductQuantization first,
      ProductQuantization second) {
    double gain =
        measurement.of(step, samples, second).outputDecibels()
            - measurement.of(step, samples, first).outputDecibels();
    return gain > 0 ? second : first;
  }

  private boolean wide(ProductStep step) {
    return recipe.wide(step) && config.activationBits() < WideOperand.BITS;
  }

  private boolean fits(ProductStep step, ProductQuantization found) {
    Operand placed = found.placed(config).get(0);
    int slots = placed.slots(step.inner(), config.reductionLanes()).slots();
    return slots <= config.maxInChannels() && placed.entries() <= config.groups();
  }

  /**
   * One candidate.
   *
   * @param wideRight whether the right side has 8-bit codes
   * @param uniformLeft whether probabilities have uniform 8-bit codes instead of log2 codes
   */
  private ProductQuantization choose(
      ProductStep step, ProductSamples samples, boolean wideRight, boolean uniformLeft) {
    int room = wideRight ? config.weightBits() : 0;
    boolean probabilities = step.origin() == InputOrigin.SOFTMAX;
    List<SnappedOperand> left = new ArrayList<>();
    List<RightQuantization> right = new ArrayList<>();
    for (int head = 0; head < step.heads(); head++) {
      int number = head;
      List<ProductSamples.Head> windows =
          samples.windows().stream().map(window -> window.heads().get(number)).toList();
      if (!probabilities || uniformLeft) {
        Operand operand = uniform(step, stacked(windows, true), room);
        left.add(SnappedOperand.snap(operand, room));
      }
      FloatMatrix rights = stacked(windows, false);
      if (wideRight) {
        right.add(wide(rights, probabilities));
      } else {
        right.add(probabilities ? byColumn(rights) : byHead(rights));
      }
    }
    if (probabilities && !uniformLeft) {
      left.add(SnappedOperand.snap(log2(samples, wideRight), room));
    }
    return new ProductQuantization(left, right);
  }

  private Operand uniform(ProductStep step, FloatMatrix rows, int room) {
    if (wide(step)) {
      return new Wide(config.activationBits(), room)
          .of(ChannelRange.ofColumns(rows), rows.spreadRows(SAMPLE));
    }
    double[] equal = new double[rows.columns()];
    Arrays.fill(equal, 1);
    return new GroupedOperands(
            ChannelRange.ofColumns(rows),
            rows.spreadRows(SAMPLE),
            equal,
            config.activationBits(),
            GroupParameters.SEARCHED,
            recipe.groups().grouping() == Grouping.WIDTHS)
        .operand(new int[rows.columns()]);
  }

  /** Symmetric codes of 8 bits up to the largest value of every column, or of all. */
  private static RightQuantization wide(FloatMatrix values, boolean byColumn) {
    double[] largest = new double[values.columns()];
    float[] all = values.toArray();
    for (int i = 0; i < all.length; i++) {
      int column = byColumn ? i % largest.length : 0;
      largest[column] = Math.max(largest[column], Math.abs(all[i]));
    }
    double[] scale = byColumn ? largest : Arrays.copyOf(largest, 1);
    int reach = WideWeightsOperand.CODES - 1 - WideWeightsOperand.ZERO;
    Arrays.setAll(scale, c -> scale[c] > 0 ? scale[c] / reach : 1);
    return RightQuantization.wide(scale);
  }

  private RightQuantization byColumn(FloatMatrix values) {
    double[] scale = new double[values.columns()];
    int[] zero = new int[values.columns()];
    for (int c = 0; c < scale.length; c++) {
      UniformParameters found = searched(ValueDistribution.ofColumn(values, c));
      scale[c] = found.scale();
      zero[c] = found.zeroPoint();
    }
    return new RightQuantization(config.weightBits(), scale, zero);
  }

  private RightQuantization byHead(FloatMatrix values) {
    UniformParameters found = searched(ValueDistribution.ofAll(values.spreadRows(SAMPLE)));
    return new RightQuantization(
        config.weightBits(), new double[] {found.scale()}, new int[] {found.zeroPoint()});
  }

  private UniformParameters searched(ValueDistribution values) {
    return new RangeSearch(config.weightBits(), values::error).search(values.range());
  }

  private Operand log2(ProductSamples samples, boolean wideRight) {
    int mostTau = wideRight ? config.groups() / 2 : config.groups();
    List<Integer> taus = recipe.widths().taus().stream().filter(tau -> tau <= mostTau).toList();
    List<Log2Search.Product> products = new ArrayList<>();
    int windows = samples.windows().size();
    for (int w = 0; w < windows; w += (windows + LOG2_WINDOWS - 1) / LOG2_WINDOWS) {
      for (ProductSamples.Head head : samples.windows().get(w).heads()) {
        products.add(new Log2Search.Product(head.left().spreadRows(LOG2_ROWS), head.right()));
      }
    }
    return new Log2Operand(
        new Log2Search(config.activationBits(), taus).search(products).parameters());
  }

  /** The left rows of some windows, or the rows of their right sides. */
  private static FloatMatrix stacked(List<ProductSamples.Head> windows, boolean left) {
    List<FloatMatrix> parts =
        windows.stream().map(head -> left ? head.left() : head.right()).toList();
    int rows = parts.stream().mapToInt(FloatMatrix::rows).sum();
    int columns = parts.get(0).columns();
    float[] all = new float[Math.multiplyExact(rows, columns)];
    int at = 0;
    for (FloatMatrix part : parts) {
      float[] values = part.toArray();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return new FloatMatrix(rows, columns, all);
  }
}
